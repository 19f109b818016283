# Reference numbers from R package `survey`: writes cases.json and data/*.csv beside this file.
#
#   Rscript tests/reference/survey.R          from the top of the checkout; R 4.2, survey 4.1.1, jsonlite
#
# A case holds data, a design, weighting steps and a call in the words of this project, and what R gives for them. A domain has its own degrees of
# freedom, degf(subset(design, ...)), and intervals of means, totals and ratios are Student's with them, where confint() in R takes the normal.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
options(warn = 1, survey.lonely.psu = "fail")
here <- if (dir.exists("tests/reference")) "tests/reference" else "."
data(api); data(nhanes); data(mu284); data(scd); data(hospital); data(election); data(yrbs)
L <- list

# --- Data -----------------------------------------------------------------------------------------------------------------------------------------
api.columns <- c("cds", "stype", "dnum", "snum", "api00", "api99", "sch.wide", "comp.imp", "awards", "ell", "meals", "mobility", "enroll", "api.stu", "pw", "fpc")
school <- function(d, columns = api.columns) {
  d <- d[, columns]; rownames(d) <- NULL; for (n in names(d)) if (is.factor(d[[n]])) d[[n]] <- as.character(d[[n]]) else d[[n]] <- as.vector(d[[n]])
  d$wide <- as.numeric(d$sch.wide == "Yes"); d$one <- 1                  # an answer of a logistic model; a weight with exact sums
  d
}
apisrs <- school(apisrs); apistrat <- school(apistrat); apiclus1 <- school(apiclus1)
apiclus2 <- school(apiclus2, c(setdiff(api.columns, "fpc"), "fpc1", "fpc2"))
population <- data.frame(lapply(apipop, function(x) if (is.factor(x)) as.character(x) else x))
nhanes$agecat <- as.character(nhanes$agecat)
scd$w <- 1
election <- transform(election_pps[, c("Bush", "Kerry", "Nader", "votes", "p")], wt = 1 / p, winner = ifelse(Bush > Kerry, "Bush", "Kerry"))
election$county <- as.character(election_pps$County); rownames(election) <- NULL
joint <- unname(as.matrix(election_jointprob)); colnames(joint) <- paste0("pij_", seq_len(ncol(joint)))
lonely1 <- apistrat[-which(apistrat$stype == "H")[-1], ]                 # one high school left
lonely2 <- lonely1[-which(lonely1$stype == "M")[-1], ]                   # one high school and one middle school left
# Random groups: clusters in strata for jackknives of few replicates, and pairs of clusters for balanced half samples.
repstrat <- apistrat
repstrat$group <- ave(seq_len(200), repstrat$stype, FUN = function(i) (seq_along(i) - 1) %% c(E = 6, H = 4, M = 5)[[repstrat$stype[i[1]]]] + 1)
repstrat$cell <- paste(repstrat$stype, repstrat$sch.wide, sep = "-")
repstrat$half <- ave(seq_len(200), repstrat$cell, FUN = function(i) (seq_along(i) - 1) %% 2 + 1)
columns <- function(m, prefix) { m <- as.matrix(unclass(m)); m <- as.data.frame(m); names(m) <- paste0(prefix, seq_along(m)); m }
set.seed(20240229)
boot <- as.svrepdesign(svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat), type = "subbootstrap", replicates = 40, compress = FALSE)
group <- as.svrepdesign(svydesign(id = ~group, strata = ~stype, weights = ~pw, data = repstrat, nest = TRUE), type = "JKn", compress = FALSE)
half <- as.svrepdesign(svydesign(id = ~half, strata = ~cell, weights = ~pw, data = repstrat, nest = TRUE), type = "BRR", compress = FALSE)
canty <- as.svrepdesign(svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat), type = "bootstrap", replicates = 30, compress = FALSE)
repstrat <- cbind(repstrat, columns(weights(boot, "analysis"), "rep_"), columns(boot$repweights, "fac_"), columns(group$repweights, "jkn_"),
                  columns(half$repweights, "brr_"), columns(canty$repweights, "can_"))
# Successive differences: (1 + rows of a Hadamard matrix), as the American Community Survey makes them.
hd <- 2 * survey::hadamard(15) - 1
sdr <- sapply(seq_len(ncol(hd)), function(r) { i <- match(apiclus1$dnum, unique(apiclus1$dnum)); 1 + 2^-1.5 * (hd[i, r] - hd[i %% nrow(hd) + 1, r]) })
repclus <- cbind(apiclus1, columns(sdr * apiclus1$pw, "sdr_"))
brr.scd <- as.svrepdesign(svydesign(id = ~ambulance, strata = ~ESA, weights = ~w, nest = TRUE, data = scd), type = "BRR", compress = FALSE)
scd <- cbind(scd, columns(brr.scd$repweights, "brr_"))

tables <- L(apisrs = apisrs, apistrat = apistrat, apiclus1 = apiclus1, apiclus2 = apiclus2, nhanes = nhanes, mu284 = mu284, scd = scd, hospital = hospital,
            election = cbind(election, joint), yrbs = yrbs, lonely1 = lonely1, lonely2 = lonely2, repstrat = repstrat, repclus = repclus)
exact <- function(x) sapply(as.numeric(x), function(v) { for (d in 15:17) { s <- formatC(v, digits = d, width = 1, format = "g"); if (as.numeric(s) == v) break }; s })
field <- function(x) {                                                    # the shortest digits that give the same double
  u <- unique(x); text <- if (is.numeric(u)) ifelse(is.na(u), "NA", exact(ifelse(is.na(u), 0, u))) else ifelse(is.na(u), "NA", ifelse(grepl(",", u), paste0('"', u, '"'), u))
  text[match(x, u)]
}
dir.create(file.path(here, "data"), showWarnings = FALSE)
for (n in names(tables)) { d <- tables[[n]]
  writeLines(c(paste(names(d), collapse = ","), do.call(paste, c(lapply(d, field), sep = ","))), file.path(here, "data", paste0(n, ".csv"))) }

# --- JSON -----------------------------------------------------------------------------------------------------------------------------------------
json <- function(x) {
  keys <- names(x); array <- inherits(x, "AsIs")
  if (is.null(x)) return("null")
  if (is.matrix(x)) return(paste0("[", paste(apply(x, 1, function(r) json(I(r))), collapse = ","), "]"))
  each <- if (is.list(x)) vapply(x, json, "") else if (is.numeric(x)) ifelse(is.finite(x), exact(ifelse(is.finite(x), x, 0)), "null") else
    if (is.logical(x)) tolower(as.character(x)) else vapply(as.character(x), function(s) as.character(toJSON(s, auto_unbox = TRUE)), "")
  if (!is.null(keys) && !array) return(paste0("{", paste0(vapply(keys, function(s) as.character(toJSON(s, auto_unbox = TRUE)), ""), ":", each, collapse = ","), "}"))
  if (is.list(x) || array || length(x) != 1) paste0("[", paste(each, collapse = ","), "]") else unname(each)
}
compact <- function(x) Filter(Negate(is.null), x)
cases <- L()
case <- function(name, x, call, ..., by = NULL, where = NULL, na = FALSE, r = NULL, rtol = NULL, note = NULL) {
  if (!is.null(cases[[name]])) stop("two cases are named ", name)
  cases[[name]] <<- compact(c(L(name = name, data = x$data, design = x$spec, steps = x$steps, call = call, by = if (!is.null(by)) I(by), where = where,
    missing = if (na) I("NA")), L(...), L(r = r, rtol = if (is.null(rtol)) x$rtol else rtol, note = if (!is.null(c(x$note, note))) paste(c(x$note, note), collapse = " "))))
}

# --- Designs --------------------------------------------------------------------------------------------------------------------------------------
# A design is its words in the case, the call in R (kept whole, so that the field `r` runs on its own) and the object.
D <- function(data, spec, call, steps = NULL, base = NULL, note = NULL, rtol = 1e-9) {
  L(data = data, spec = spec, steps = steps, call = call, d = eval(call, globalenv()), base = base, note = note, rtol = rtol, text = deparse1(call))
}
on <- function(x, call, spec = x$spec, steps = x$steps, base = x$base, note = x$note, rtol = x$rtol)      # a design made of another: .d stands for it
  D(x$data, spec, do.call(substitute, L(call, L(.d = x$call))), steps, base, note, rtol)
made <- function(x, how, mse = FALSE, call) { x$spec$replicates <- L(made = how, mse = mse); on(x, call, base = x$d) }

clusters <- function(...) { s <- L(...); L(stage = s) }
weighed <- function(weight, ...) c(L(weight = weight), if (...length()) L(stage = L(...)))
designs <- L(
  srs = D("apisrs", weighed("pw", L(fpc = "fpc")), quote(svydesign(id = ~1, weights = ~pw, fpc = ~fpc, data = apisrs))),
  "srs-wr" = D("apisrs", weighed("pw"), quote(svydesign(id = ~1, weights = ~pw, data = apisrs))),
  strat = D("apistrat", weighed("pw", L(strata = "stype", fpc = "fpc")), quote(svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat))),
  "strat-wr" = D("apistrat", weighed("pw", L(strata = "stype")), quote(svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat))),
  clus1 = D("apiclus1", weighed("pw", L(cluster = "dnum", fpc = "fpc")), quote(svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1))),
  "clus1-wr" = D("apiclus1", weighed("pw", L(cluster = "dnum")), quote(svydesign(id = ~dnum, weights = ~pw, data = apiclus1))),
  clus2 = D("apiclus2", clusters(L(cluster = "dnum", fpc = "fpc1"), L(cluster = "snum", fpc = "fpc2")), quote(svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2))),
  "clus2-wr" = D("apiclus2", weighed("pw", L(cluster = "dnum"), L(cluster = "snum")), quote(svydesign(id = ~dnum + snum, weights = ~pw, data = apiclus2))),
  nhanes = D("nhanes", c(weighed("WTMEC2YR", L(strata = "SDMVSTRA", cluster = "SDMVPSU")), nested = TRUE),
             quote(svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes))),
  yrbs = D("yrbs", c(weighed("weight", L(strata = "stratum", cluster = "psu")), nested = TRUE), quote(svydesign(id = ~psu, strata = ~stratum, weights = ~weight, nest = TRUE, data = yrbs))),
  mu284 = D("mu284", clusters(L(cluster = "id1", fpc = "n1"), L(cluster = "id2", fpc = "n2")), quote(svydesign(id = ~id1 + id2, fpc = ~n1 + n2, data = mu284))),
  hospital = D("hospital", weighed("weighta", L(strata = "oblevel", fpc = "tothosp")), quote(svydesign(id = ~1, strata = ~oblevel, weights = ~weighta, fpc = ~tothosp, data = hospital))),
  scd = D("scd", c(weighed("w", L(strata = "ESA", cluster = "ambulance")), nested = TRUE), quote(svydesign(id = ~ambulance, strata = ~ESA, weights = ~w, nest = TRUE, data = scd))),
  groups = D("repstrat", c(weighed("pw", L(strata = "stype", cluster = "group")), nested = TRUE), quote(svydesign(id = ~group, strata = ~stype, weights = ~pw, nest = TRUE, data = repstrat))),
  halves = D("repstrat", c(weighed("pw", L(strata = "cell", cluster = "half")), nested = TRUE), quote(svydesign(id = ~half, strata = ~cell, weights = ~pw, nest = TRUE, data = repstrat))))
pps.stage <- L(stage = L(L(fpc = "p")))
pps <- L(
  "pps-wr" = D("election", weighed("wt"), quote(svydesign(id = ~1, weights = ~wt, data = election))),
  brewer = D("election", c(pps.stage, pps = "brewer"), quote(svydesign(id = ~1, fpc = ~p, data = election, pps = "brewer"))),
  "hr-ht" = D("election", c(pps.stage, pps = "hartley-rao", "pps-form" = "ht"), quote(svydesign(id = ~1, fpc = ~p, data = election, pps = HR(), variance = "HT"))),
  "hr-yg" = D("election", c(pps.stage, pps = "hartley-rao", "pps-form" = "yg"), quote(svydesign(id = ~1, fpc = ~p, data = election, pps = HR(), variance = "YG"))),
  "joint-ht" = D("election", c(pps.stage, L(pps = L(joint = "pij_*")), "pps-form" = "ht"), quote(svydesign(id = ~1, fpc = ~p, data = election, pps = ppsmat(joint), variance = "HT"))),
  "joint-yg" = D("election", c(pps.stage, L(pps = L(joint = "pij_*")), "pps-form" = "yg"), quote(svydesign(id = ~1, fpc = ~p, data = election, pps = ppsmat(joint), variance = "YG"))))

# --- Statistics -----------------------------------------------------------------------------------------------------------------------------------
# A statistic is the call in the case, its columns, the call in R with %s for the design, and a function from a design to a data frame of estimates.
frame <- function(...) data.frame(..., check.names = FALSE, stringsAsFactors = FALSE)
plus <- function(v) paste(v, collapse = " + ")
svymoment <- function(key, fun) function(v, deff = FALSE) L(
  call = setNames(L(as.list(v)), key), columns = v, student = TRUE, text = sprintf("%s(~%s, %%s%s)", fun, plus(v), if (deff) ', deff = TRUE and "replace"' else ""),
  by = sprintf("svyby(~%s, ~%%s, %%s, %s)", plus(v), fun), svyby = function(by, d) svyby(reformulate(v), by, d, get(fun)),
  f = function(d) {
    m <- get(fun)(reformulate(v), d); e <- frame(variable = v, value = as.numeric(coef(m)), se = as.numeric(SE(m)))
    if (deff) e <- cbind(e, frame(deff = as.numeric(deff(get(fun)(reformulate(v), d, deff = TRUE))), "deff-wr" = as.numeric(deff(get(fun)(reformulate(v), d, deff = "replace")))))
    attr(e, "V") <- unname(as.matrix(vcov(m))); e
  })
means <- svymoment("mean", "svymean"); totals <- svymoment("total", "svytotal")
ratios <- function(..., deff = FALSE) { pairs <- L(...); L(
  call = L(ratio = pairs), columns = unique(unlist(pairs)), student = TRUE,
  text = paste(sapply(pairs, function(p) sprintf("svyratio(~%s, ~%s, %%1$s%s)", p[1], p[2], if (deff) ", deff = TRUE" else "")), collapse = "; "),
  by = paste(sapply(pairs, function(p) sprintf("svyby(~%s, ~%%1$s, %%2$s, svyratio, denominator = ~%s)", p[1], p[2])), collapse = "; "),
  f = function(d) do.call(rbind, lapply(pairs, function(p) { r <- svyratio(reformulate(p[1]), reformulate(p[2]), d, deff = deff)
    e <- frame(variable = paste(p, collapse = "/"), value = as.numeric(coef(r)), se = as.numeric(SE(r))); if (deff) e$deff <- as.numeric(deff(r)); e }))) }
proportions <- function(v, interval = NULL, deff = FALSE) L(
  call = compact(L(proportion = I(v), interval = interval)), columns = v, student = FALSE,
  text = sprintf("svymean(~factor(%s), %%1$s)%s", v, if (is.null(interval)) "" else sprintf('; svyciprop(~I(%s == level), %%1$s, method = "%s")', v, interval)),
  by = if (is.null(interval)) sprintf("svyby(~factor(%s), ~%%s, %%s, svymean)", v),
  f = function(d) {
    d$variables$.f <- factor(d$variables[[v]]); levels <- levels(d$variables$.f)
    if (length(levels) == 1) return(frame(variable = v, level = levels, value = 1, se = 0))
    m <- svymean(~.f, d); e <- frame(variable = v, level = levels, value = as.numeric(coef(m)), se = as.numeric(SE(m)))
    if (!is.null(interval)) {
      ci <- t(sapply(levels, function(l) { d$variables$.y <- as.numeric(d$variables$.f == l); as.numeric(attr(svyciprop(~.y, d, method = interval, df = degf(d)), "ci")) }))
      e$lo <- ci[, 1]; e$hi <- ci[, 2]
      # An interval says nothing where the spread is nil (a stratum's share of the sample, a share of 0 or 1).
      e$lo[e$se < 1e-12] <- NA
    }
    if (deff) e <- cbind(e, frame(deff = as.numeric(deff(svymean(~.f, d, deff = TRUE))), "deff-wr" = as.numeric(deff(svymean(~.f, d, deff = "replace")))))
    attr(e, "V") <- unname(as.matrix(vcov(m))); e
  })
quantiles <- function(v, p, rule = "math", interval = "mean") L(
  call = L(quantile = I(v), p = I(p), rule = rule, interval = interval), columns = v, student = FALSE,
  text = sprintf('svyquantile(~%s, %%s, %s, qrule = "%s", interval.type = "%s")', v, deparse1(p), rule, interval),
  by = sprintf('svyby(~%s, ~%%s, %%s, svyquantile, quantiles = %s, qrule = "%s", interval.type = "%s")', v, deparse1(p), rule, interval),
  f = function(d) { q <- svyquantile(reformulate(v), d, p, qrule = rule, interval.type = interval, df = degf(d))[[1]]
    frame(variable = v, p = p, value = as.numeric(q[, 1]), se = as.numeric(q[, 4]), lo = as.numeric(q[, 2]), hi = as.numeric(q[, 3])) })
variances <- function(v) L(
  call = L(variance = as.list(v)), columns = v, student = FALSE, text = paste(sprintf("svyvar(~%s, %%1$s)", v), collapse = "; "),
  by = paste(sprintf("svyby(~%s, ~%%1$s, %%2$s, svyvar)", v), collapse = "; "),
  f = function(d) do.call(rbind, lapply(v, function(n) { r <- svyvar(reformulate(n), d); frame(variable = n, value = as.numeric(coef(r))[1], se = as.numeric(SE(r))[1]) })))
# Spread and correlation: svycontrast on svyvar for linearisation (svyvar of two columns has no names in 4.1, so they are given); on replicates the
# statistic itself is replicated, as every other one is.
moments <- function(w, m) cov.wt(m, wt = w / sum(w), method = "ML")$cov * nrow(m) / (nrow(m) - 1)
delta <- function(d, v, f, expr) {                                        # f of the (co)variance matrix, expr the same in words of a, ab, b
  x <- as.matrix(d$variables[, v, drop = FALSE])
  if (inherits(d, "svyrep.design")) { r <- withReplicates(d, function(w, data) f(moments(w, x))); return(c(coef(r), SE(r))) }
  r <- svyvar(reformulate(v), d)
  r <- svycontrast(structure(as.numeric(r), names = if (length(v) == 1) "a" else c("a", "ab", "ba", "b"), var = attr(r, "var"), class = "svystat"), L(contrast = expr)); c(coef(r), SE(r))
}
delta.text <- function(v, expr) sprintf('svycontrast(structure(as.numeric(v <- svyvar(~%s, %%1$s)), names = %s, var = attr(v, "var"), class = "svystat"), quote(%s))', plus(v),
  if (length(v) == 1) '"a"' else 'c("a", "ab", "ba", "b")', expr)
replicated <- " # on replicates: withReplicates() of the statistic"
sds <- function(v) L(call = L(sd = as.list(v)), columns = v, student = FALSE, text = paste0(paste(sapply(v, delta.text, "sqrt(a)"), collapse = "; "), replicated),
  f = function(d) do.call(rbind, lapply(v, function(n) { r <- delta(d, n, function(S) sqrt(S[1, 1]), quote(sqrt(a))); frame(variable = n, value = r[1], se = r[2]) })))
correlations <- function(...) { pairs <- L(...); L(call = L(correlation = pairs), columns = unique(unlist(pairs)), student = FALSE,
  text = paste0(paste(sapply(pairs, delta.text, "ab / sqrt(a * b)"), collapse = "; "), replicated),
  f = function(d) do.call(rbind, lapply(pairs, function(p) {
    r <- delta(d, p, function(S) S[1, 2] / sqrt(S[1, 1] * S[2, 2]), quote(ab / sqrt(a * b))); frame(variable = paste(p, collapse = "/"), value = r[1], se = r[2]) }))) }

# --- Running a statistic over a sample, a subset or domains -----------------------------------------------------------------------------------------
inside <- function(x, keep) if (all(keep)) x else x[which(keep), ]
freedom <- function(x, keep) {
  df <- degf(inside(x$d, keep))
  if (!inherits(x$d, "svyrep.design") || !is.null(x$spec$replicates[["degrees-of-freedom"]])) return(df)
  if (!is.null(x$base) && df == degf(inside(x$base, keep))) df           # R counts the rank of the replicates: only where that is clusters - strata
}
entry <- function(e, df, by, n, student) compact(L(variable = e$variable, level = e$level, p = e$p, by = by, value = e$value, se = e$se, df = df,
  ci = if (!is.null(e$lo)) { if (is.finite(e$lo) && is.finite(e$hi) && !is.null(df)) c(e$lo, e$hi) } else if (student && !is.null(df) && df > 0) e$value + c(-1, 1) * qt(.975, df) * e$se,
  deff = e$deff, "deff-wr" = e[["deff-wr"]], n = n))
answered <- function(x, v) complete.cases(x$d$variables[, v, drop = FALSE]) & weights(x$d, "sampling") != 0
statistic.text <- function(stat, x) if (inherits(x$d, "svyrep.design")) stat$text else sub(replicated, "", stat$text, fixed = TRUE)
run <- function(name, x, stat, by = NULL, where = NULL, na = FALSE, covariance = TRUE, note = NULL, ...) {
  data <- x$d$variables; keep <- answered(x, stat$columns)
  if (!na && !all(keep | weights(x$d, "sampling") == 0)) stop(name, ": answers are missing")
  text <- x$text
  if (na) text <- sprintf("subset(%s, %s)", text, paste(sprintf("!is.na(%s)", stat$columns), collapse = " & "))
  if (!is.null(where)) { keep <- keep & data[[where$column]] %in% where$equals; text <- sprintf('subset(%s, %s == "%s")', text, where$column, where$equals) }
  if (is.null(by)) {
    e <- stat$f(inside(x$d, keep)); df <- freedom(x, keep)
    V <- attr(e, "V")
    case(name, x, stat$call, where = where, na = na, estimates = lapply(seq_len(nrow(e)), function(i) entry(e[i, ], df, NULL, sum(keep), stat$student)),
         covariance = if (covariance && !is.null(V) && nrow(V) > 1) V, r = sprintf(statistic.text(stat, x), text), note = note, ...)
    return(invisible())
  }
  groups <- unique(data[keep, by, drop = FALSE]); groups <- groups[do.call(order, unname(as.list(groups)[rev(seq_along(by))])), , drop = FALSE]
  estimates <- L(); found <- L()
  for (g in seq_len(nrow(groups))) {
    here <- keep & Reduce(`&`, lapply(by, function(b) data[[b]] %in% groups[g, b]))
    e <- stat$f(inside(x$d, here)); df <- freedom(x, here); found[[g]] <- e
    b <- lapply(setNames(by, by), function(b) as.character(groups[g, b]))
    estimates <- c(estimates, lapply(seq_len(nrow(e)), function(i) entry(e[i, ], df, b, sum(here), stat$student)))
  }
  if (!is.null(stat$svyby)) {                                            # the loop above is what svyby does
    b <- stat$svyby(reformulate(by), inside(x$d, keep)); k <- length(stat$columns)
    stopifnot(all.equal(as.numeric(t(matrix(coef(b), ncol = k))), unlist(lapply(found, `[[`, "value"))), all.equal(as.numeric(t(matrix(unlist(SE(b)), ncol = k))), unlist(lapply(found, `[[`, "se")), tolerance = 1e-9))
  }
  case(name, x, stat$call, by = by, where = where, na = na, estimates = estimates, 
       r = if (is.null(stat$by)) sprintf(statistic.text(stat, x), sprintf("subset(%s, %s)", text, paste(by, "== <level>", collapse = " & "))) else sprintf(stat$by, plus(by), text),
       note = c("Degrees of freedom are the domain's own, degf(subset(design, ...)), and so are the intervals.", note), ...)
}

# Quantiles of R depend on the order of rows that are tied in value but differ in weight, and on rounding where a cumulative weight meets p exactly;
# the case says so where that happens. Rule shahvaish of R takes weights as they are where its source has them scaled to mean 1: they are scaled for R.
quantile.case <- function(name, x, stat, ...) {
  if (stat$call$rule == "shahvaish" && !inherits(x$d, "svyrep.design")) { x$d$prob <- x$d$prob * mean(1 / x$d$prob); x$note <- c(x$note, "Weights scaled to mean 1 for R.") }
  value <- function(d) stat$f(d)[, c("value", "lo", "hi")]; same <- function(a, b) isTRUE(all.equal(a, b, tolerance = 1e-11))
  note <- if (!inherits(x$d, "svyrep.design")) c(
    if (!same(value(x$d), value(x$d[rev(seq_len(nrow(x$d$variables))), ]))) "R's answer depends on the order of rows that are tied in value.",
    if (stat$call$rule != "shahvaish" && !same(value(x$d), value({ y <- x$d; y$prob <- y$prob / 7.3; y }))) "Rounding of cumulative weights decides in R: weights times 7.3 give another answer.")
  run(name, x, stat, note = note, ...)
}

# A contrast of domains. svyby(covmat = TRUE) of 4.1 has no covariance between domains on linearised designs (it does on replicates), so means there are
# ratios of totals of domain indicators, whose covariance svytotal has in full.
contrast <- function(name, x, key, v, by, weights, where = NULL) {
  data <- x$d$variables; levels <- sort(unique(data[[by]])); fun <- c(mean = "svymean", total = "svytotal")[[key]]
  if (inherits(x$d, "svyrep.design")) {
    s <- svyby(reformulate(v), reformulate(by), x$d, get(fun), covmat = TRUE); r <- svycontrast(s, weights); text <- sprintf("svycontrast(svyby(~%s, ~%s, %s, %s, covmat = TRUE), %s)", v, by, x$text, fun, deparse1(weights))
  } else {
    d <- x$d; for (i in seq_along(levels)) { d$variables[[paste0("n", i)]] <- as.numeric(data[[by]] == levels[i]); d$variables[[paste0("y", i)]] <- d$variables[[paste0("n", i)]] * data[[v]] }
    i <- which(weights != 0); t <- svytotal(reformulate(c(paste0("y", i), paste0("n", i))), d)
    expr <- paste(sprintf(if (key == "mean") "(%s) * y%d / n%d" else "(%s) * y%d", sapply(weights[i], deparse1), i, i), collapse = " + ")
    r <- svycontrast(t, L(contrast = parse(text = expr)[[1]])); text <- sprintf("svycontrast(svytotal(y, n by %s of %s), quote(%s))", by, x$text, expr)
  }
  df <- freedom(x, rep(TRUE, nrow(data)))
  case(name, x, L(contrast = L(of = setNames(L(I(v)), key), weights = I(weights))), by = by, estimates = L(compact(L(variable = "contrast", value = as.numeric(coef(r)), se = as.numeric(SE(r))))), r = text,
       note = paste("Domains in the order", paste(levels, collapse = ", "), "- the covariance between them counts."))
}
contrast.columns <- function(name, x, key, v, weights) {
  fun <- c(mean = "svymean", total = "svytotal")[[key]]; r <- svycontrast(get(fun)(reformulate(v), x$d), weights)
  case(name, x, L(contrast = L(of = setNames(L(as.list(v)), key), weights = I(weights))), estimates = L(L(variable = "contrast", value = as.numeric(coef(r)), se = as.numeric(SE(r)))),
       r = sprintf("svycontrast(%s(~%s, %s), %s)", fun, plus(v), x$text, deparse1(weights)))
}

# --- Tests and models -------------------------------------------------------------------------------------------------------------------------------
chi.square <- function(name, x, a, b, statistic, na = FALSE, note = NULL) {
  keep <- answered(x, c(a, b)); d <- inside(x$d, keep); t <- svychisq(reformulate(c(a, b)), d, statistic = statistic); p <- as.numeric(t$parameter)
  case(name, x, L("chi-square" = c(a, b), statistic = statistic), na = na, other = compact(L(statistic = as.numeric(t$statistic), df1 = p[1], df2 = if (length(p) > 1) p[2], p = as.numeric(t$p.value))), rtol = 1e-8,
       r = sprintf('svychisq(~%s + %s, %s, statistic = "%s")', a, b, if (na) sprintf("subset(%s, answered)", x$text) else x$text, statistic), note = c(if (statistic == "Chisq") "R's statistic is Pearson's X2; its p is that of X2 / mean eigenvalue on df1.", note))
}
goodness <- function(name, x, v, p) {
  names(p) -> l; t <- svygofchisq(reformulate(sprintf("factor(%s)", v)), p, x$d)
  case(name, x, L("goodness-of-fit" = v, p = as.list(p)), other = L(statistic = as.numeric(t$statistic), scale = t$parameter[["scale"]], df = t$parameter[["df"]], p = as.numeric(t$p.value)), rtol = 1e-8,
       r = sprintf("svygofchisq(~factor(%s), c(%s), %s)", v, paste(l, p, sep = " = ", collapse = ", "), x$text),
       note = "X2 of the weighted totals; scale and df from the eigenvalues of the covariance of (O - E) / sqrt(E) (their mean and mean square); p = P(chi2_df > statistic / scale).")
}
t.test.of <- function(name, x, v, group) {
  t <- svyttest(reformulate(group, v), x$d)
  case(name, x, L("t-test" = v, group = group), other = L(statistic = as.numeric(t$statistic), df = as.numeric(t$parameter), p = as.numeric(t$p.value), estimate = as.numeric(t$estimate),
       se = as.numeric(t$estimate / t$statistic)), rtol = 1e-8, r = sprintf("svyttest(%s ~ %s, %s)", v, group, x$text))
}
model <- function(x, formula, family) {
  f <- as.formula(formula)
  if (family == "linear") svyglm(f, x$d) else svyglm(f, x$d, family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 100))
}
fitted.text <- function(x, formula, family) sprintf("svyglm(%s, %s%s)", formula, x$text, if (family == "linear") "" else ", family = quasibinomial, control = glm.control(epsilon = 1e-14, maxit = 100)")
honest <- function(x) !inherits(x$d, "svyrep.design") || !is.null(freedom(x, rep(TRUE, nrow(x$d$variables))))
fit <- function(name, x, formula, family = "linear", wald = NULL, na = FALSE, covariance = TRUE) {
  m <- model(x, formula, family); b <- coef(m); s <- as.numeric(SE(m)); df <- if (honest(x)) m$df.residual; rtol <- if (family == "linear") x$rtol else 1e-7; text <- fitted.text(x, formula, family)
  case(name, x, L(fit = formula, family = family), na = na, estimates = lapply(seq_along(b), function(i) compact(L(variable = names(b)[i], value = b[[i]], se = s[i], df = df,
       ci = if (!is.null(df)) b[[i]] + c(-1, 1) * qt(.975, df) * s[i]))), covariance = if (covariance) unname(vcov(m)), r = text, rtol = rtol)
  for (w in wald) { t <- regTermTest(m, reformulate(w))
    case(paste(name, "wald", paste(w, collapse = " and ")), x, L(fit = formula, family = family, wald = I(w)), na = na,
         other = L(statistic = as.numeric(t$Ftest), df1 = t$df, df2 = t$ddf, p = as.numeric(t$p)), r = sprintf("regTermTest(%s, ~%s)", text, plus(w)), rtol = max(rtol, 1e-8)) }
}

# --- Weighting --------------------------------------------------------------------------------------------------------------------------------------
# Every step makes its words and its call in R from the counts of the whole population of schools.
key <- function(d) do.call(paste, c(unname(as.list(d)), sep = "/"))
margin <- function(v) { t <- table(key(population[, v, drop = FALSE])); L(columns = I(v), totals = setNames(as.list(as.numeric(t)), names(t))) }
counts <- function(v) {                                                   # data.frame(stype = c(...), Freq = c(...)) as a call
  t <- as.data.frame(table(population[, v, drop = FALSE]), stringsAsFactors = FALSE); names(t)[seq_along(v)] <- v
  as.call(c(quote(data.frame), lapply(t, function(x) if (is.numeric(x)) as.numeric(x) else x)))
}
then <- function(x, step, call, ...) on(x, call, steps = c(x$steps, L(step)), ...)
poststratified <- function(x, v) then(x, L(poststratify = margin(v)), bquote(postStratify(.d, .(reformulate(v)), .(counts(v)))))
raked <- function(x, ...) { m <- L(...); then(x, L(rake = L(margins = lapply(m, margin))), rtol = 1e-7,
  bquote(rake(.d, .(as.call(c(quote(list), lapply(m, reformulate)))), .(as.call(c(quote(list), lapply(m, counts)))), control = list(maxit = 500, epsilon = 1e-15)))) }
# The words name every level of a category; R gets the equivalent formula of full rank.
calibrated <- function(x, categories = L(), numbers = NULL, intercept = FALSE, distance = "linear", bounds = NULL, cluster = NULL, as.rake = FALSE, epsilon = 1e-13) {
  terms <- c(sapply(categories, paste, collapse = " * "), numbers)
  formula <- reformulate(terms, intercept = intercept || length(categories) > 0)
  total <- colSums(model.matrix(formula, model.frame(formula, population, na.action = na.fail)))
  kind <- if (is.null(bounds)) distance else setNames(L(L(lower = bounds[1], upper = bounds[2])), c(linear = "truncated-linear", logit = "logit")[[distance]])
  step <- if (as.rake) L(rake = L(margins = lapply(categories, margin))) else L(calibrate = compact(c(L(distance = kind), if (intercept) L(intercept = nrow(population)),
    if (length(categories)) L(categories = lapply(categories, margin)), if (length(numbers)) L(numbers = as.list(setNames(total[numbers], numbers))), if (!is.null(cluster)) L(cluster = cluster))))
  rep <- inherits(x$d, "svyrep.design")
  extra <- compact(c(L(calfun = distance), if (!is.null(bounds)) L(bounds = as.call(c(quote(c), as.list(bounds)))),
    if (distance != "linear" || !is.null(bounds) || rep) L(epsilon = epsilon, maxit = 200),
    if (!is.null(cluster)) if (rep) L(aggregate.index = reformulate(cluster)) else L(aggregate.stage = 1)))
  then(x, step, as.call(c(quote(calibrate), quote(.d), formula, as.call(c(quote(c), as.list(total))), extra)), rtol = if (distance == "linear" && is.null(bounds)) x$rtol else 1e-7)
}
trimmed <- function(x, upper = NULL, lower = NULL, strict = FALSE) then(x,
  L(trim = c(compact(L(upper = if (!is.null(upper)) L(absolute = upper), lower = if (!is.null(lower)) L(absolute = lower))), strict = strict)),
  as.call(c(quote(trimWeights), quote(.d), compact(L(upper = upper, lower = lower)), strict = strict)))
final.weights <- function(name, x) case(name, x, L(weights = TRUE), weights = I(as.numeric(weights(x$d, "sampling"))), r = sprintf("weights(%s)", x$text))
