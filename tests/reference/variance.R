# Reference numbers for variances of designs, replicates and quantiles, from R `survey` where it has them and from written-out formulas where it has not;
# read by tests/all/variance.rs. Small tables go to tests/reference/tables/variance-*.csv.
#
#   apt-get install r-cran-survey r-cran-jsonlite     (made with survey 4.1-1, R 4.2)
#   Rscript tests/reference/variance.R                 from the top of the checkout
suppressPackageStartupMessages({library(survey); library(jsonlite)})
here <- "tests/reference"
cases <- list()
L <- list
case <- function(name, data, design, call, ..., rtol = 1e-9) {
  stopifnot(is.null(cases[[name]]))
  cases[[name]] <<- Filter(Negate(is.null), list(name = name, data = paste0("variance-", data), design = design, call = call, rtol = rtol, ...))
}
rows <- function(variable, value, se, df = NULL, level = NULL, by = NULL, ci = NULL, deff = NULL) lapply(seq_along(value), function(i) Filter(Negate(is.null), list(
  variable = variable[min(i, length(variable))], level = if (!is.null(level)) as.character(level[i]), by = if (!is.null(by)) by[[i]], value = as.numeric(value[i]),
  se = if (is.null(se)) NULL else as.numeric(se[i]), df = if (!is.null(df)) as.numeric(df[min(i, length(df))]), ci = ci[[i]], deff = if (!is.null(deff)) as.numeric(deff[i]))))
text <- function(x) if (is.numeric(x)) ifelse(is.na(x), "NA", sub("^ +", "", formatC(x, digits = 17, width = 1, format = "g"))) else ifelse(is.na(x), "NA", as.character(x))
table <- function(name, d) { write.csv(as.data.frame(lapply(d, text), check.names = FALSE), file.path(here, "tables", paste0("variance-", name, ".csv")), row.names = FALSE, quote = FALSE); d }

# --- two and three stages with unequal probabilities: Brewer, and the sum of π_i times the variance of the later stages -----------------------------------
two <- table("two", data.frame(c = c(1, 1, 2, 2, 3, 3), e = 1:6, p1 = c(.3, .3, .5, .5, .4, .4), p2 = c(.5, .5, .25, .25, .2, .2), y = c(5, 9, 8, 2, 6, 1)))
set.seed(7)
make.pps <- function(strata, clusters, units) {
  d <- do.call(rbind, lapply(seq_len(strata), function(h) do.call(rbind, lapply(seq_len(clusters), function(i) {
    p1 <- round(runif(1, .1, .9), 3)
    data.frame(h = letters[h], c = paste0(letters[h], i), p1 = p1, e = paste0(letters[h], i, "-", seq_len(units)), p2 = round(runif(units, .2, .95), 3))
  }))))
  d$y <- round(rgamma(nrow(d), 2, .2), 2); d$x <- round(rgamma(nrow(d), 4, .2), 2); d$g <- sample(c("m", "w"), nrow(d), TRUE); d
}
wide <- table("wide", make.pps(2, 5, 4))
deep <- make.pps(1, 5, 6); deep$k <- paste0(deep$c, ceiling(rep(1:6, 5) / 2)); deep$p2 <- ave(deep$p2, deep$k, FUN = function(x) x[1]); deep$p3 <- round(runif(30, .3, .9), 3)
deep <- table("deep", deep)
pps.cases <- list(
  two = L(two, L(stage = L(L(cluster = "c", fpc = "p1"), L(cluster = "e", fpc = "p2")), pps = "brewer"), svydesign(id = ~c + e, fpc = ~p1 + p2, data = two, pps = "brewer"), "y"),
  wide = L(wide, L(stage = L(L(strata = "h", cluster = "c", fpc = "p1"), L(cluster = "e", fpc = "p2")), pps = "brewer"),
           svydesign(id = ~c + e, strata = ~h, fpc = ~p1 + p2, data = wide, pps = "brewer"), c("y", "x")),
  deep = L(deep, L(stage = L(L(cluster = "c", fpc = "p1"), L(cluster = "k", fpc = "p2"), L(cluster = "e", fpc = "p3")), pps = "brewer"),
           svydesign(id = ~c + k + e, fpc = ~p1 + p2 + p3, data = deep, pps = "brewer"), c("y", "x")))
for (n in names(pps.cases)) { spec <- pps.cases[[n]][[2]]; d <- pps.cases[[n]][[3]]; v <- pps.cases[[n]][[4]]; f <- reformulate(v)
  r <- svytotal(f, d); case(paste("brewer", n, "total"), n, spec, L(total = as.list(v)), estimates = rows(v, coef(r), SE(r)), covariance = if (length(v) > 1) unname(vcov(r)))
  r <- svymean(f, d); case(paste("brewer", n, "mean"), n, spec, L(mean = as.list(v)), estimates = rows(v, coef(r), SE(r)), covariance = if (length(v) > 1) unname(vcov(r)))
  if (n == "two") next
  r <- svyby(~y, ~g, d, svytotal); case(paste("brewer", n, "totals by g"), n, spec, L(total = L("y"), by = L("g")), estimates = rows("y", coef(r), SE(r), by = lapply(r$g, function(l) L(g = l))))
  r <- svyratio(~y, ~x, d); case(paste("brewer", n, "ratio"), n, spec, L(ratio = L(L("y", "x"))), estimates = rows("y/x", coef(r), sqrt(vcov(r))))
  m <- svyglm(y ~ x + g, d); case(paste("brewer", n, "linear model"), n, spec, L(fit = "y ~ x + factor(g)", family = "linear"), estimates = rows("b", coef(m), SE(m)), covariance = unname(vcov(m)))
}
# Equal probabilities at the second stage, as counts and as fractions; the other forms with the sum written out.
again <- transform(wide, N2 = 7, f2 = 4 / 7); again$w <- 1 / (again$p1 * again$f2); again <- table("again", again)
z <- again$w * again$y; cl <- unique(again$c); pi1 <- sapply(cl, function(k) again$p1[again$c == k][1]); zc <- sapply(cl, function(k) sum(z[again$c == k])); st <- substr(cl, 1, 1)
later <- sum(sapply(cl, function(k) pi1[[k]] * (1 - 4 / 7) * 4 * var(z[again$c == k])))
brewer <- sum(sapply(unique(st), function(h) { i <- st == h; n <- sum(i); n / (n - 1) * sum((1 - pi1[i]) * (zc[i] - mean(zc[i]))^2) }))
hajek <- sum(sapply(unique(st), function(h) { i <- st == h; n <- sum(i); k <- 1 - pi1[i]; n / (n - 1) * sum(k * (zc[i] - sum(k * zc[i]) / sum(k))^2) }))
hr <- function(form) sum(sapply(unique(st), function(h) { i <- st == h; n <- sum(i); p <- pi1[i]; D <- 1 - (n - outer(p, p, "+") + sum(p) / n) / (n - 1); diag(D) <- 1 - p
  if (form == "ht") sum(D * outer(zc[i], zc[i])) else -.5 * sum(D * outer(zc[i], zc[i], "-")^2) }))
successive <- function(f1) sum(sapply(unique(st), function(h) { i <- st == h; n <- sum(i); (1 - f1) * n / (2 * (n - 1)) * sum(diff(zc[i])^2) }))
for (f in c("N2", "f2")) {
  spec <- L(stage = L(L(strata = "h", cluster = "c", fpc = "p1"), L(cluster = "e", fpc = f)))
  for (k in list(c("brewer", brewer), c("hajek", hajek), c("hartley-rao", hr("ht")), c("hartley-rao", hr("yg"), "yg")))
    case(paste("two stages", paste(k[-2], collapse = " "), f), "again", c(spec, L(pps = k[1]), if (length(k) == 3) L(`pps-form` = "yg")), L(total = L("y")), estimates = rows("y", sum(z), sqrt(as.numeric(k[2]) + later)))
}
d <- svydesign(id = ~c + e, strata = ~h, fpc = ~p1 + f2, data = again, pps = "brewer")
r <- svytotal(~y, d); stopifnot(abs(SE(r) - sqrt(brewer + later)) < 1e-9)
again$f1 <- .25; ordered <- table("ordered", transform(again, f1 = .25, v = 4 * 7 / 4)); z <- ordered$v * ordered$y; zc <- sapply(cl, function(k) sum(z[ordered$c == k]))
later <- sum(sapply(cl, function(k) .25 * (1 - 4 / 7) * 4 * var(z[ordered$c == k])))
case("two stages successive", "ordered", L(stage = L(L(strata = "h", cluster = "c", fpc = "f1"), L(cluster = "e", fpc = "f2")), pps = "successive"), L(total = L("y")),
     estimates = rows("y", sum(z), sqrt(successive(.25) + later)))

# --- strata with a single cluster --------------------------------------------------------------------------------------------------------------------------
average <- table("average", data.frame(h = c("a", "b", "b", "b", "b", "c", "c", "c"), g = c("p", "p", "p", "q", "q", "p", "q", "q"), y = c(2, 3, 5, 4, 9, 1, 6, 7), w = 1))
unanswered <- table("unanswered", data.frame(h = c("a", "b", "b", "b", "b"), y = c(NA, 3, 5, 4, 9), w = 1))
n <- 60; set.seed(11)
mixed <- data.frame(h = c(rep("a", 3), rep("b", 3), rep(c("c", "d", "e"), length.out = n - 6)), c = NA, g = sample(c("p", "q"), n, TRUE), y = round(rnorm(n, 10, 3), 2), x = round(rnorm(n, 20, 4), 2), w = round(runif(n, 1, 5), 2))
mixed$c <- ifelse(mixed$h %in% c("a", "b"), mixed$h, paste0(mixed$h, ceiling(seq_len(n) / 9))); mixed$y[c(5, 17, 30)] <- NA; mixed <- table("mixed", mixed)
both <- data.frame(c = rep(1:5, each = 6), k = NA, e = 1:30, h2 = NA); both$h2 <- rep(c("s", "s", "s", "t", "t", "u"), 5); both$N1 <- 12; both$N2 <- c(s = 8, t = 5, u = 4)[both$h2]; both$g <- rep(c("p", "q"), 15)
both$y <- round(rnorm(30, 50, 9), 2); both$x <- round(rnorm(30, 9, 2), 2); both$w <- 12 / 5 * both$N2 / c(s = 3, t = 2, u = 1)[both$h2]; both <- table("both", both)
lone <- rbind(wide, transform(wide[1:3, ], h = "z", c = "z1", e = paste0("z1-", 1:3), p1 = .35)); lone <- table("lone", lone)
for (rule in c("adjust", "average", "certainty", "remove")) { options(survey.lonely.psu = rule); own <- c(adjust = "centre", average = "average", certainty = "certainty", remove = "skip")[[rule]]
  spec <- L(weight = "w", stage = L(L(strata = "h")), `lonely-psu` = own)
  d <- svydesign(id = ~1, strata = ~h, weights = ~w, data = average)
  r <- svyby(~y, ~g, d, svymean); b <- svyby(~y, ~g, d, svymean, covmat = TRUE)
  case(paste(own, "means of domains"), "average", spec, L(mean = L("y"), by = L("g")), estimates = rows("y", coef(r), SE(r), by = lapply(r$g, function(l) L(g = l))), covariance = unname(vcov(b)))
  r <- svycontrast(b, c(-1, 1)); case(paste(own, "contrast of domains"), "average", spec, L(contrast = L(of = "y", by = "g", weights = c(-1, 1))), estimates = rows("y", coef(r), SE(r)))
  t <- svyttest(y ~ g, d); case(paste(own, "t-test"), "average", spec, L(`t-test` = "y", group = "g"), other = L(statistic = as.numeric(t$statistic), df2 = as.numeric(t$parameter), p = as.numeric(t$p.value)))
  m <- svyglm(y ~ g, d); case(paste(own, "linear model"), "average", spec, L(fit = "y ~ factor(g)", family = "linear"), estimates = rows("b", coef(m), SE(m)), covariance = unname(vcov(m)))
  d <- svydesign(id = ~1, strata = ~h, weights = ~w, data = unanswered)
  r <- svymean(~y, d, na.rm = TRUE); case(paste(own, "stratum without answers"), "unanswered", spec, L(mean = L("y"), missing = "NA"), estimates = rows("y", coef(r), SE(r)))
  spec <- L(weight = "w", stage = L(L(strata = "h", cluster = "c")), `lonely-psu` = own); d <- svydesign(id = ~c, strata = ~h, weights = ~w, data = mixed)
  r <- svymean(~y, d, na.rm = TRUE); case(paste(own, "clusters, mean"), "mixed", spec, L(mean = L("y"), missing = "NA"), estimates = rows("y", coef(r), SE(r)))
  r <- svyby(~y, ~g, d, svymean, na.rm = TRUE); case(paste(own, "clusters, means of domains"), "mixed", spec, L(mean = L("y"), by = L("g"), missing = "NA"), estimates = rows("y", coef(r), SE(r), by = lapply(r$g, function(l) L(g = l))))
  t <- svyttest(y ~ g, d); case(paste(own, "clusters, t-test"), "mixed", spec, L(`t-test` = "y", group = "g", missing = "NA"), other = L(statistic = as.numeric(t$statistic), p = as.numeric(t$p.value)), rtol = 1e-8)
  # A lonely stratum at the second stage, in every cluster.
  spec <- L(weight = "w", stage = L(L(cluster = "c", fpc = "N1"), L(strata = "h2", cluster = "e", fpc = "N2")), `lonely-psu` = own)
  d <- svydesign(id = ~c + e, strata = ~one + h2, weights = ~w, fpc = ~N1 + N2, data = transform(both, one = 1))
  r <- svymean(~y + x, d); case(paste(own, "second stage, means"), "both", spec, L(mean = L("y", "x")), estimates = rows(c("y", "x"), coef(r), SE(r)), covariance = unname(vcov(r)))
  r <- svyby(~y, ~g, d, svymean); case(paste(own, "second stage, means of domains"), "both", spec, L(mean = L("y"), by = L("g")), estimates = rows("y", coef(r), SE(r), by = lapply(r$g, function(l) L(g = l))))
  if (rule != "adjust") { r <- svytotal(~y, d); case(paste(own, "second stage, total"), "both", spec, L(total = L("y")), estimates = rows("y", coef(r), SE(r))) }
  # And of unequal probabilities.
  spec <- L(stage = L(L(strata = "h", cluster = "c", fpc = "p1"), L(cluster = "e", fpc = "p2")), pps = "brewer", `lonely-psu` = own)
  d <- svydesign(id = ~c + e, strata = ~h, fpc = ~p1 + p2, data = lone, pps = "brewer")
  r <- svymean(~y + x, d); case(paste(own, "brewer, means"), "lone", spec, L(mean = L("y", "x")), estimates = rows(c("y", "x"), coef(r), SE(r)), covariance = unname(vcov(r)))
}
options(survey.lonely.psu = "fail")

# --- merged strata whose clusters have the same labels -----------------------------------------------------------------------------------------------------
nested <- table("nested", data.frame(h = c("a", "b", "b", "b", "b"), c = c(1, 1, 2, 3, 4), N = c(10, 20, 20, 20, 20), y = c(3, 5, 9, 4, 6), w = c(10, 5, 5, 5, 5)))
d <- svydesign(id = ~1, fpc = ~I(rep(30, 5)), weights = ~w, data = nested); r <- svytotal(~y, d)
spec <- L(stage = L(L(strata = "h", cluster = "c", fpc = "N")), nested = TRUE, `lonely-psu` = L(collapse = L(a = "b")))
case("collapsed", "nested", c(L(weight = "w"), spec), L(total = L("y")), estimates = rows("y", coef(r), SE(r), df = 4))
case("collapsed, weights by corrections", "nested", spec, L(total = L("y")), estimates = rows("y", coef(r), SE(r), df = 4))

# --- replicates --------------------------------------------------------------------------------------------------------------------------------------------
jk2 <- table("jk2", data.frame(h = rep(c("a", "b", "c"), each = 2), y = c(10, 20, 10, 20, 30, 40), x = c(1, 2, 4, 3, 5, 9), w = 1))
b <- sapply(1:3, function(h) { x <- rep(1, 6); x[2 * h - 1] <- 0; x[2 * h] <- 2; x })
d <- svrepdesign(data = jk2, weights = ~w, repweights = b, type = "JK2", mse = TRUE)
for (k in c("made", "made-mse")) { spec <- L(weight = "w", stage = L(L(strata = "h")), replicates = setNames(L("jk2"), k))
  r <- svytotal(~y + x, d); case(paste("jk2", k, "total"), "jk2", spec, L(total = L("y", "x")), estimates = rows(c("y", "x"), coef(r), SE(r)), covariance = unname(vcov(r)))
  r <- svyratio(~y, ~x, d); case(paste("jk2", k, "ratio"), "jk2", spec, L(ratio = L(L("y", "x"))), estimates = rows("y/x", coef(r), SE(r))) }
sdr <- table("sdr", data.frame(h = rep(c("a", "b"), c(12, 8)), N = rep(c(48, 20), c(12, 8)), y = 100 + (0:19 * 7) %% 5, w = 10))
circle <- function(z) .5 * sum((z - c(z[length(z)], z[-length(z)]))^2)
for (k in c(24, 80)) { how <- L(made = L(sdr = L(replicates = k)))
  case(paste("sdr total", k), "sdr", L(weight = "w", replicates = how), L(total = L("y")), estimates = rows("y", sum(sdr$y * 10), sqrt(circle(sdr$y * 10))))
  open <- sqrt(1 - rep(c(12 / 48, 8 / 20), c(12, 8))); z <- sdr$y * 10 * open
  case(paste("sdr total with a correction", k), "sdr", L(weight = "w", stage = L(L(strata = "h", fpc = "N")), replicates = how), L(total = L("y")), estimates = rows("y", sum(sdr$y * 10), sqrt(circle(z)))) }

# --- quantiles of the third type: the value whose cumulated weight is nearest to its target, of two the one of even number; base R where weights are equal ---
third <- function(x, w, p) { o <- order(x, w); x <- x[o]; C <- cumsum(w[o]); sapply(p * sum(w), function(t) { gap <- abs(C - t); k <- which(gap <= min(gap) + 2^-40 * sum(w)); x[if (length(k) > 1) k[k %% 2 == 0] else k] }) }
set.seed(3); x <- round(rnorm(50, 40, 9), 1); p <- c(.05, .1, .25, .33, .5, .77, .9)
quant <- table("quantiles", data.frame(x = x, w = 1, v = .3, u = round(runif(50, 1, 9), 1)))
stopifnot(all(third(x, rep(1, 50), p) == quantile(x, p, type = 3)))
for (w in c("w", "v", "u")) case(paste("hf3", w), "quantiles", L(weight = w), L(quantile = L("x"), p = p, rule = "hf3"), estimates = rows("x", third(x, quant[[w]], p), NULL, level = p))
for (k in 1:9) case(paste0("hf", k, " of equal weights"), "quantiles", L(weight = "v"), L(quantile = L("x"), p = p, rule = paste0("hf", k)), estimates = rows("x", quantile(x, p, type = k), NULL, level = p), rtol = 1e-9)

# --- design effects far from 0 -----------------------------------------------------------------------------------------------------------------------------
set.seed(5); base <- round(rnorm(40), 4)
far <- table("far", data.frame(c = rep(1:10, each = 4), y = 1e8 + base, w = rep(c(2, 3), 20)))
z <- sapply(split(far$w * far$y, far$c), sum); V <- 10 * var(z)
srs <- { m <- sum(far$w * base) / sum(far$w); W <- sum(far$w); s2 <- 40 / 39 * sum(far$w * (base - m)^2) / W; W^2 * s2 / 40 }
case("design effect of a far total", "far", L(weight = "w", stage = L(L(cluster = "c"))), L(total = L("y"), deff = "with"), estimates = rows("y", sum(far$w * far$y), sqrt(V), deff = V / srs), rtol = 1e-6)
d <- svydesign(id = ~c, weights = ~w, data = transform(far, y = base)); r <- svytotal(~y, d, deff = "replace")
near <- table("near", transform(far, y = base)); case("design effect of a near total", "near", L(weight = "w", stage = L(L(cluster = "c"))), L(total = L("y"), deff = "with"), estimates = rows("y", coef(r), SE(r), deff = deff(r)))

json <- sapply(cases, function(c) toJSON(unclass(c), auto_unbox = TRUE, digits = I(17), na = "null", null = "null"))
writeLines(c("[", paste0(json, c(rep(",", length(json) - 1), "")), "]"), file.path(here, "r-variance.json"))
cat(length(json), "cases\n")
