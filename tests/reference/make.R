# Reference numbers from R `survey`, read by tests/all/reference.rs.
#
#   apt-get install r-cran-survey r-cran-jsonlite     (made with survey 4.1-1, R 4.2)
#   Rscript tests/reference/make.R                     from the top of the checkout
#
# Every case holds a design and a call in minyi's words, and what R gives for them. Intervals are Student's with the degrees of freedom of the
# domain, where R's confint() would take the normal distribution: the one difference that is made on purpose.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
here <- "tests/reference"
data(api); data(nhanes); data(mu284); data(scd); data(election); data(hospital); data(yrbs)

# --- tables ------------------------------------------------------------------------------------------------------------------------------------
keep <- function(d, columns) { d <- d[, columns]; for (n in names(d)) if (is.factor(d[[n]])) d[[n]] <- as.character(d[[n]]); d }
api.columns <- c("cds", "stype", "dnum", "snum", "name", "api00", "api99", "sch.wide", "comp.imp", "awards", "yr.rnd", "ell", "meals", "mobility",
                 "enroll", "api.stu", "pw", "fpc")
for (n in c("apisrs", "apistrat", "apiclus1")) assign(n, keep(get(n), setdiff(api.columns, "name")))
apiclus2 <- keep(apiclus2, c(setdiff(api.columns, c("name", "fpc")), "fpc1", "fpc2"))
nhanes <- nhanes[, c("SDMVPSU", "SDMVSTRA", "WTMEC2YR", "HI_CHOL", "race", "agecat", "RIAGENDR")]
nhanes$agecat <- gsub(",", " to ", as.character(nhanes$agecat))
lonely <- apistrat[-which(apistrat$stype == "H")[-1], ]              # one high school left
pps <- election_pps[, c("Bush", "Kerry", "Nader", "votes", "p")]
pps$wt <- 1 / pps$p
joint <- as.data.frame(election_jointprob); names(joint) <- sprintf("pij_%02d", seq_len(ncol(joint)))
pps <- cbind(pps, joint)
scd$pairs <- scd$ESA; scd$w <- 1
stratified <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
set.seed(20131226)
boot <- as.svrepdesign(stratified, type = "subbootstrap", replicates = 60)
b <- as.matrix(weights(boot, "analysis")); colnames(b) <- sprintf("rep_%02d", 1:60)
f <- as.matrix(boot$repweights); colnames(f) <- sprintf("fac_%02d", 1:60)
repstrat <- cbind(apistrat, b, f)
tables <- list(apisrs = apisrs, apistrat = apistrat, apiclus1 = apiclus1, apiclus2 = apiclus2, nhanes = nhanes, mu284 = mu284, scd = scd, election = pps,
               lonely = lonely, repstrat = repstrat, hospital = hospital, yrbs = yrbs)
text <- function(x) if (is.numeric(x)) ifelse(is.na(x), "NA", sub("^ +", "", formatC(x, digits = 17, width = 1, format = "g"))) else ifelse(is.na(x), "NA", as.character(x))
for (n in names(tables)) write.csv(as.data.frame(lapply(tables[[n]], text), check.names = FALSE), file.path(here, "tables", paste0(n, ".csv")), row.names = FALSE, quote = FALSE)

# --- cases -------------------------------------------------------------------------------------------------------------------------------------
cases <- list()
case <- function(name, data, design, call, ..., steps = NULL, rtol = 1e-9) {
  stopifnot(is.null(cases[[name]]))
  cases[[name]] <<- Filter(Negate(is.null), list(name = name, data = data, design = design, steps = steps, call = call, rtol = rtol, ...))
}
student <- function(value, se, df) lapply(seq_along(value), function(i) as.numeric(value[i] + c(-1, 1) * qt(.975, df[min(i, length(df))]) * se[i]))
rows <- function(variable, value, se, df = NULL, level = NULL, by = NULL, ci = NULL, deff = NULL) lapply(seq_along(value), function(i) Filter(Negate(is.null), list(
  variable = variable[min(i, length(variable))], level = if (!is.null(level)) as.character(level[i]), by = if (!is.null(by)) by[[i]], value = as.numeric(value[i]), se = as.numeric(se[i]),
  df = if (!is.null(df)) as.numeric(df[min(i, length(df))]), ci = ci[[i]], deff = if (!is.null(deff)) as.numeric(deff[i]))))
one <- function(name, data, spec, d, call, formula, f, linear = TRUE, ...) {   # a statistic of the whole sample
  r <- f(formula, d, ...); v <- as.numeric(coef(r)); s <- as.numeric(SE(r)); df <- if (linear) degf(d)
  case(name, data, spec, call, estimates = rows(all.vars(formula), v, s, df, ci = if (linear) student(v, s, df)),
       covariance = if (length(v) > 1) unname(as.matrix(vcov(r))))
}
split_by <- function(name, data, spec, d, call, formula, by, f, linear = TRUE, ...) {      # by domains, with the domain's degrees of freedom
  r <- svyby(formula, by, d, f, keep.var = TRUE, ...)
  groups <- all.vars(by); k <- length(all.vars(formula)); g <- nrow(r)
  v <- matrix(coef(r), nrow = g); s <- matrix(unlist(SE(r)), nrow = g)
  answered <- complete.cases(d$variables[, all.vars(formula), drop = FALSE])
  df <- sapply(seq_len(g), function(i) { inside <- answered & Reduce(`&`, lapply(groups, function(c) as.character(d$variables[[c]]) == as.character(r[[c]][i]))); degf(d[which(inside), ]) })
  s[s == 0 & matrix(df == 0, g, ncol(s))] <- NA        # one cluster has no spread: minyi gives no standard error where R gives 0
  estimates <- unlist(lapply(seq_len(g), function(i) rows(all.vars(formula), v[i, ], s[i, ], if (linear) df[i],
    by = rep(list(lapply(setNames(groups, groups), function(c) as.character(r[[c]][i]))), k), ci = if (linear) student(v[i, ], s[i, ], df[i]))), recursive = FALSE)
  case(name, data, spec, c(call, list(by = as.list(groups))), estimates = estimates)
}
L <- list
srs.spec <- L(weight = "pw", stage = L(L(fpc = "fpc")))
strat.spec <- L(weight = "pw", stage = L(L(strata = "stype", fpc = "fpc")))
clus1.spec <- L(weight = "pw", stage = L(L(cluster = "dnum", fpc = "fpc")))
clus2.spec <- L(stage = L(L(cluster = "dnum", fpc = "fpc1"), L(cluster = "snum", fpc = "fpc2")))
mu.spec <- L(stage = L(L(cluster = "id1", fpc = "n1"), L(cluster = "id2", fpc = "n2")))
designs <- list(
  srs = L("apisrs", srs.spec, svydesign(id = ~1, weights = ~pw, fpc = ~fpc, data = apisrs)),
  srswr = L("apisrs", L(weight = "pw"), svydesign(id = ~1, weights = ~pw, data = apisrs)),
  strat = L("apistrat", strat.spec, stratified),
  stratwr = L("apistrat", L(weight = "pw", stage = L(L(strata = "stype"))), svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat)),
  clus1 = L("apiclus1", clus1.spec, svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)),
  clus1wr = L("apiclus1", L(weight = "pw", stage = L(L(cluster = "dnum"))), svydesign(id = ~dnum, weights = ~pw, data = apiclus1)),
  clus2 = L("apiclus2", clus2.spec, svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)),
  clus2wr = L("apiclus2", L(weight = "pw", stage = L(L(cluster = "dnum"), L(cluster = "snum"))), svydesign(id = ~dnum + snum, weights = ~pw, data = apiclus2)))

# Means, totals, ratios, shares, spreads over every kind of design; whole samples, domains of one and two columns.
for (n in names(designs)) {
  data <- designs[[n]][[1]]; spec <- designs[[n]][[2]]; d <- designs[[n]][[3]]
  one(paste(n, "mean"), data, spec, d, L(mean = L("api00", "api99", "ell")), ~api00 + api99 + ell, svymean)
  one(paste(n, "total"), data, spec, d, L(total = L("api00", "api.stu")), ~api00 + api.stu, svytotal)
  r <- svyratio(~api.stu, ~enroll, d, na.rm = TRUE)
  case(paste(n, "ratio"), data, spec, L(ratio = L(L("api.stu", "enroll")), missing = "NA"), estimates = rows("api.stu/enroll", coef(r), sqrt(vcov(r))))
  r <- svymean(~factor(stype), d); levels <- sort(unique(d$variables$stype))
  p <- sapply(levels, function(l) { d <- update(d, y = as.numeric(stype == l)); as.numeric(attr(svyciprop(~y, d, method = "logit"), "ci")) })
  case(paste(n, "proportion"), data, spec, L(proportion = L("stype"), interval = "logit"),
       estimates = rows("stype", coef(r), SE(r), degf(d), levels, ci = if (all(is.finite(p)) && all(SE(r) > 1e-12)) lapply(1:3, function(i) p[, i])))
  for (m in c("beta", "asin", "mean")) {
    p <- as.numeric(attr(svyciprop(~I(stype == "H"), d, method = m), "ci"))
    if (all(is.finite(p)) && SE(r)[2] > 1e-12) case(paste(n, "interval", m), data, spec, L(proportion = L("stype"), interval = c(beta = "beta", asin = "arcsine", mean = "wald")[[m]]),
      only = 1, estimates = rows("stype", coef(r)[2], SE(r)[2], degf(d), "H", ci = L(p)))
  }
  r <- svyvar(~api00, d)
  case(paste(n, "variance"), data, spec, L(variance = L("api00")), estimates = rows("api00", coef(r), SE(r)))
  v <- as.numeric(coef(r)); case(paste(n, "sd"), data, spec, L(sd = L("api00")), estimates = rows("api00", sqrt(v), as.numeric(SE(r)) / (2 * sqrt(v))))
  r <- svyvar(~api00 + ell, d); names.v <- c("a", "b", "b2", "c"); w <- as.numeric(as.matrix(r)); V <- attr(r, "var")
  rho <- w[2] / sqrt(w[1] * w[4]); grad <- c(-rho / (2 * w[1]), 1 / sqrt(w[1] * w[4]), 0, -rho / (2 * w[4]))
  case(paste(n, "correlation"), data, spec, L(correlation = L(L("api00", "ell"))), estimates = rows("api00/ell", rho, sqrt(drop(grad %*% V %*% grad))))
  for (k in c("TRUE", "replace")) {
    deff <- if (k == "TRUE") TRUE else "replace"
    r <- svymean(~api00 + meals, d, deff = deff); case(paste(n, "deff of means", k), data, spec, L(mean = L("api00", "meals"), deff = if (k == "TRUE") "without" else "with"),
      estimates = rows(c("api00", "meals"), coef(r), SE(r), deff = deff(r)))
    r <- svytotal(~api00, d, deff = deff); case(paste(n, "deff of a total", k), data, spec, L(total = L("api00"), deff = if (k == "TRUE") "without" else "with"),
      estimates = rows("api00", coef(r), SE(r), deff = deff(r)))
  }
  split_by(paste(n, "means by stype"), data, spec, d, L(mean = L("api00", "ell")), ~api00 + ell, ~stype, svymean)
  split_by(paste(n, "totals by award"), data, spec, d, L(total = L("enroll"), missing = "NA"), ~enroll, ~awards, svytotal, na.rm = TRUE)
  split_by(paste(n, "means by two columns"), data, spec, d, L(mean = L("api99")), ~api99, ~sch.wide + comp.imp, svymean)
  r <- svyby(~api00, ~sch.wide, d, svytotal, covmat = FALSE)
  # Differences of domains: the slope of a regression on the group has the covariance between domains in it.
  g <- svyglm(api00 ~ comp.imp, d); case(paste(n, "contrast of domains"), data, spec, L(contrast = L(of = "api00", by = "comp.imp", weights = c(-1, 1))),
    estimates = rows("api00", coef(g)[2], SE(g)[2]))
  r <- svycontrast(svymean(~api00 + api99, d), c(1, -1))
  case(paste(n, "contrast of variables"), data, spec, L(contrast = L(mean = L("api00", "api99"), weights = c(1, -1))), estimates = rows("api00", coef(r), SE(r)))
  s <- subset(d, awards == "Yes" & meals > 30)
  r <- svymean(~api00, s); case(paste(n, "mean of a subset"), data, spec, L(mean = L("api00"), where = L("awards=Yes", "meals>30")), estimates = rows("api00", coef(r), SE(r), degf(s)))
  for (s in c("F", "Chisq", "Wald", "adjWald")) {
    t <- try(svychisq(~sch.wide + stype, d, statistic = s), silent = TRUE)
    if (!inherits(t, "try-error")) case(paste(n, "chi-square", s), data, spec, L(`chi-square` = L("sch.wide", "stype"), statistic = s),
      other = L(statistic = as.numeric(t$statistic), df1 = as.numeric(t$parameter[1]), p = as.numeric(t$p.value)), rtol = 1e-8)
  }
  t <- svyttest(api00 ~ comp.imp, d)
  case(paste(n, "t-test"), data, spec, L(`t-test` = "api00", group = "comp.imp"), other = L(statistic = as.numeric(t$statistic), df2 = as.numeric(t$parameter), p = as.numeric(t$p.value)))
  m <- svyglm(api00 ~ ell + meals + factor(stype), d)
  case(paste(n, "linear model"), data, spec, L(fit = "api00 ~ ell + meals + factor(stype)", family = "linear"), estimates = rows("b", coef(m), SE(m), m$df.residual), covariance = unname(vcov(m)))
  w <- regTermTest(m, ~ factor(stype)); case(paste(n, "Wald test of a term"), data, spec, L(fit = "api00 ~ ell + meals + factor(stype)", family = "linear", wald = "factor(stype)"),
    other = L(statistic = as.numeric(w$Ftest), df1 = w$df, df2 = w$ddf, p = as.numeric(w$p)))
  d <- update(d, y = as.numeric(sch.wide == "Yes"))
  m <- svyglm(y ~ ell + api99, d, family = quasibinomial, control = glm.control(epsilon = 1e-15, maxit = 200))
  case(paste(n, "logistic model"), data, spec, L(fit = "y ~ ell + api99", family = "logistic", indicator = L("sch.wide", "Yes")), estimates = rows("b", coef(m), SE(m), m$df.residual), covariance = unname(vcov(m)), rtol = 1e-7)
}
# Goodness of fit: minyi gives Rao and Scott's second order as F, R its scale and degrees of freedom.
for (n in c("srs", "clus1", "clus2")) { d <- designs[[n]][[3]]; shares <- c(E = .5, H = .3, M = .2)
  t <- svygofchisq(~stype, shares, d); f <- as.numeric(t$statistic / (t$parameter[["scale"]] * t$parameter[["df"]])); k <- t$parameter[["df"]]
  case(paste(n, "goodness of fit"), designs[[n]][[1]], designs[[n]][[2]], L(`goodness-of-fit` = "stype", shares = as.list(shares)),
       other = L(statistic = f, df1 = k, df2 = k * degf(d), p = pf(f, k, k * degf(d), lower.tail = FALSE)), rtol = 1e-8) }
# Quantiles: every rule, four intervals. R orders equal values by row, minyi by weight, so the rows are put in that order for R. R's rule shahvaish takes weights as
# they are where its source scales them to mean 1, so they are scaled for R. R's hf3 is not the third type of Hyndman and Fan: see variance.R.
sorted <- apistrat[order(apistrat$api00, apistrat$pw), ]
# Of equal weights some cumulated ones miss their target by rounding, which R takes for a miss: the weights of `srs` are 1 for R, a factor that changes nothing else.
quantile.designs <- list(srs = svydesign(id = ~1, weights = ~I(pw / pw), fpc = ~fpc, data = apisrs), clus1 = designs$clus1[[3]], strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = sorted, fpc = ~fpc))
unit <- function(d) { d$prob <- d$prob * mean(1 / d$prob); d }
for (n in c("strat", "clus1", "srs")) for (rule in c("math", "school", "shahvaish", paste0("hf", setdiff(1:9, 3)))) {
  data <- designs[[n]][[1]]; spec <- designs[[n]][[2]]; d <- quantile.designs[[n]]
  if (rule == "shahvaish") d <- unit(d)
  q <- svyquantile(~api00, d, c(.1, .25, .5, .9), qrule = rule)[[1]]
  case(paste(n, "quantiles", rule), data, spec, L(quantile = L("api00"), p = c(.1, .25, .5, .9), rule = sub("shahvaish", "shah-vaish", rule), interval = "wald"),
       estimates = rows("api00", q[, 1], q[, 4], degf(d), c(.1, .25, .5, .9), ci = lapply(1:4, function(i) as.numeric(q[i, 2:3]))))
}
for (m in c("xlogit", "beta", "asin")) { q <- svyquantile(~api00, stratified, c(.2, .5), interval.type = m)[[1]]
  case(paste("quantile interval", m), "apistrat", strat.spec, L(quantile = L("api00"), p = c(.2, .5), rule = "math", interval = c(xlogit = "logit", beta = "beta", asin = "arcsine")[[m]]),
       estimates = rows("api00", q[, 1], q[, 4], degf(stratified), c(.2, .5), ci = lapply(1:2, function(i) as.numeric(q[i, 2:3])))) }

# Missing answers, strata with nested clusters, large weights.
nh <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
nh.spec <- L(weight = "WTMEC2YR", stage = L(L(strata = "SDMVSTRA", cluster = "SDMVPSU")), nested = TRUE)
r <- svymean(~HI_CHOL, nh, na.rm = TRUE, deff = TRUE); case("nhanes mean", "nhanes", nh.spec, L(mean = L("HI_CHOL"), missing = "NA", deff = "without"), estimates = rows("HI_CHOL", coef(r), SE(r), degf(subset(nh, !is.na(HI_CHOL))), deff = deff(r)))
split_by("nhanes means by race and age", "nhanes", nh.spec, nh, L(mean = L("HI_CHOL"), missing = "NA"), ~HI_CHOL, ~race + agecat, svymean, na.rm = TRUE)
split_by("nhanes totals by sex", "nhanes", nh.spec, nh, L(total = L("HI_CHOL"), missing = "NA"), ~HI_CHOL, ~RIAGENDR, svytotal, na.rm = TRUE)
for (s in c("F", "Chisq", "Wald", "adjWald")) { t <- svychisq(~HI_CHOL + RIAGENDR, nh, statistic = s)
  if (s != "Chisq") case(paste("nhanes chi-square", s), "nhanes", nh.spec, L(`chi-square` = L("HI_CHOL", "RIAGENDR"), statistic = s, missing = "NA"),
    other = L(statistic = as.numeric(t$statistic), df1 = as.numeric(t$parameter[1]), p = as.numeric(t$p.value)), rtol = 1e-8) }
m <- svyglm(HI_CHOL ~ agecat + RIAGENDR, nh, family = quasibinomial, control = glm.control(epsilon = 1e-15, maxit = 200))
case("nhanes logistic model", "nhanes", nh.spec, L(fit = "HI_CHOL ~ factor(agecat) + RIAGENDR", family = "logistic", missing = "NA"), estimates = rows("b", coef(m), SE(m)), covariance = unname(vcov(m)), rtol = 1e-7)
yr <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, nest = TRUE, data = yrbs)
yr.spec <- L(weight = "weight", stage = L(L(strata = "stratum", cluster = "psu")), nested = TRUE)
one_na <- function(name, f, call) { r <- f(~qn8, yr, na.rm = TRUE); case(name, "yrbs", yr.spec, c(call, L(missing = "NA")), estimates = rows("qn8", coef(r), SE(r), degf(subset(yr, !is.na(qn8))))) }
one_na("yrbs mean", svymean, L(mean = L("qn8"))); one_na("yrbs total", svytotal, L(total = L("qn8")))
p <- svyciprop(~I(qn8 == 1), subset(yr, !is.na(qn8)), method = "logit"); q <- svymean(~factor(qn8), subset(yr, !is.na(qn8)))
case("yrbs proportion", "yrbs", yr.spec, L(proportion = L("qn8"), missing = "NA"), only = 1, estimates = rows("qn8", coef(q)[1], SE(q)[1], degf(subset(yr, !is.na(qn8))), "1", ci = L(as.numeric(attr(p, "ci")))))
ho <- svydesign(id = ~1, strata = ~oblevel, weights = ~weighta, fpc = ~tothosp, data = hospital); ho.spec <- L(weight = "weighta", stage = L(L(strata = "oblevel", fpc = "tothosp")))
one("hospital total", "hospital", ho.spec, ho, L(total = L("births")), ~births, svytotal); one("hospital mean", "hospital", ho.spec, ho, L(mean = L("births")), ~births, svymean)
split_by("hospital totals by level", "hospital", ho.spec, ho, L(total = L("births")), ~births, ~oblevel, svytotal)
mu <- svydesign(id = ~id1 + id2, fpc = ~n1 + n2, data = mu284)
one("mu284 total", "mu284", mu.spec, mu, L(total = L("y1")), ~y1, svytotal); one("mu284 mean", "mu284", mu.spec, mu, L(mean = L("y1")), ~y1, svymean)

# Strata with a single cluster.
for (rule in c("adjust", "average", "certainty", "remove")) { options(survey.lonely.psu = rule)
  d <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = lonely)
  spec <- L(weight = "pw", stage = L(L(strata = "stype")), `lonely-psu` = c(adjust = "centre", average = "average", certainty = "certainty", remove = "skip")[[rule]])
  r <- svymean(~api00 + ell, d); case(paste("lonely", rule, "mean"), "lonely", spec, L(mean = L("api00", "ell")), estimates = rows(c("api00", "ell"), coef(r), SE(r)), covariance = unname(vcov(r)))
  r <- svyratio(~api.stu, ~enroll, d, na.rm = TRUE); case(paste("lonely", rule, "ratio"), "lonely", spec, L(ratio = L(L("api.stu", "enroll")), missing = "NA"), estimates = rows("api.stu/enroll", coef(r), sqrt(vcov(r))))
  r <- svyby(~api00, ~comp.imp, d, svymean); case(paste("lonely", rule, "means by group"), "lonely", spec, L(mean = L("api00"), by = L("comp.imp")), estimates = rows("api00", coef(r), SE(r), by = lapply(r$comp.imp, function(l) L(comp.imp = l))))
  if (rule != "adjust") { r <- svytotal(~api00, d); case(paste("lonely", rule, "total"), "lonely", spec, L(total = L("api00")), estimates = rows("api00", coef(r), SE(r))) }
  j <- as.svrepdesign(d, type = "JKn"); r <- svymean(~api00, j)
  case(paste("lonely", rule, "jackknife"), "lonely", c(spec, L(replicates = L(made = "jkn"))), L(mean = L("api00")), estimates = rows("api00", coef(r), SE(r)))
}
options(survey.lonely.psu = "fail")

# Unequal probabilities without replacement.
pps.designs <- list(
  brewer = L(L(stage = L(L(fpc = "p")), pps = "brewer"), svydesign(id = ~1, fpc = ~p, data = pps, pps = "brewer")),
  `hr-ht` = L(L(stage = L(L(fpc = "p")), pps = "hartley-rao"), svydesign(id = ~1, fpc = ~p, data = pps, pps = HR())),
  `hr-yg` = L(L(stage = L(L(fpc = "p")), pps = "hartley-rao", `pps-form` = "yg"), svydesign(id = ~1, fpc = ~p, data = pps, pps = HR(), variance = "YG")),
  `joint-ht` = L(L(stage = L(L(fpc = "p")), pps = L(joint = "pij_*")), svydesign(id = ~1, fpc = ~p, data = pps, pps = ppsmat(election_jointprob))),
  `joint-yg` = L(L(weight = "wt", pps = L(joint = "pij_*"), `pps-form` = "yg"), svydesign(id = ~1, fpc = ~p, data = pps, pps = ppsmat(election_jointprob), variance = "YG")),
  wr = L(L(weight = "wt"), svydesign(id = ~1, weights = ~wt, data = pps)))
for (n in names(pps.designs)) { spec <- pps.designs[[n]][[1]]; d <- pps.designs[[n]][[2]]
  r <- svytotal(~Bush + Kerry + Nader, d); case(paste("pps", n, "totals"), "election", spec, L(total = L("Bush", "Kerry", "Nader")), estimates = rows(c("Bush", "Kerry", "Nader"), coef(r), SE(r)), covariance = if (n %in% c("brewer", "wr")) unname(vcov(r)))
  r <- svyratio(~Bush, ~Kerry, d); case(paste("pps", n, "ratio"), "election", spec, L(ratio = L(L("Bush", "Kerry"))), estimates = rows("Bush/Kerry", coef(r), sqrt(vcov(r))))
  r <- svymean(~votes, d); case(paste("pps", n, "mean"), "election", spec, L(mean = L("votes")), estimates = rows("votes", coef(r), SE(r)))
}

# Hájek's approximation and successive differences are not in `survey`: their formulas, written out.
z <- function(y) y / pps$p
hajek <- function(y) { e <- z(y); k <- (1 - pps$p) * nrow(pps) / (nrow(pps) - 1); sqrt(sum(k * (e - sum(k * e) / sum(k))^2)) }
successive <- function(y) { e <- z(y); n <- length(e); sqrt(n / (2 * (n - 1)) * sum(diff(e)^2)) }
for (v in c("Bush", "Kerry")) {
  case(paste("pps hajek total of", v), "election", L(stage = L(L(fpc = "p")), pps = "hajek"), L(total = L(v)), estimates = rows(v, sum(z(pps[[v]])), hajek(pps[[v]])))
  case(paste("successive differences, total of", v), "election", L(weight = "wt", pps = "successive"), L(total = L(v)), estimates = rows(v, sum(z(pps[[v]])), successive(pps[[v]])))
}

# Replicates that both make, and replicates given to both.
reps <- list(jkn = L("apistrat", strat.spec, L(made = "jkn"), as.svrepdesign(stratified, type = "JKn")), jknmse = L("apistrat", strat.spec, L(`made-mse` = "jkn"), as.svrepdesign(stratified, type = "JKn", mse = TRUE)),
  jk1 = L("apiclus1", clus1.spec, L(made = "jk1"), as.svrepdesign(designs$clus1[[3]], type = "JK1")), jk1mse = L("apiclus1", clus1.spec, L(`made-mse` = "jk1"), as.svrepdesign(designs$clus1[[3]], type = "JK1", mse = TRUE)),
  import = L("repstrat", L(weight = "pw"), L(columns = L(columns = "rep_*", scale = boot$scale, mse = FALSE, combined = TRUE)), boot),
  factors = L("repstrat", L(weight = "pw"), L(columns = L(columns = "fac_*", scale = boot$scale, mse = FALSE, combined = FALSE)), boot),
  acs = L("repstrat", L(weight = "pw"), L(columns = L(columns = "rep_*", scale = 4 / 60, mse = TRUE, combined = TRUE)), svrepdesign(data = apistrat, weights = ~pw, repweights = b, type = "ACS", mse = TRUE)))
for (n in names(reps)) { data <- reps[[n]][[1]]; spec <- c(reps[[n]][[2]], L(replicates = reps[[n]][[3]])); d <- reps[[n]][[4]]
  one(paste(n, "mean"), data, spec, d, L(mean = L("api00", "ell")), ~api00 + ell, svymean, linear = FALSE)
  one(paste(n, "total"), data, spec, d, L(total = L("api00", "api99")), ~api00 + api99, svytotal, linear = FALSE)
  r <- svyratio(~api00, ~api99, d); case(paste(n, "ratio"), data, spec, L(ratio = L(L("api00", "api99"))), estimates = rows("api00/api99", coef(r), SE(r)))
  r <- svyby(~api00, ~stype, d, svymean); case(paste(n, "means by stype"), data, spec, L(mean = L("api00"), by = L("stype")), estimates = rows("api00", coef(r), SE(r), by = lapply(r$stype, function(l) L(stype = l))))
  r <- svyby(~api00, ~comp.imp, d, svymean, covmat = TRUE); r <- svycontrast(r, c(-1, 1)); case(paste(n, "contrast of domains"), data, spec, L(contrast = L(of = "api00", by = "comp.imp", weights = c(-1, 1))), estimates = rows("api00", coef(r), SE(r)))
  m <- svyglm(api00 ~ ell + meals, d); case(paste(n, "linear model"), data, spec, L(fit = "api00 ~ ell + meals", family = "linear"), estimates = rows("b", coef(m), SE(m)), covariance = unname(vcov(m)))
  r <- svyvar(~api00, d); case(paste(n, "variance"), data, spec, L(variance = L("api00")), estimates = rows("api00", coef(r)[1], SE(r)[1]))
}
pairs.design <- svydesign(data = scd, id = ~ambulance, strata = ~ESA, weights = ~w, nest = TRUE); pairs.spec <- L(weight = "w", stage = L(L(strata = "ESA", cluster = "ambulance")), nested = TRUE)
for (k in c("BRR", "Fay", "JKn")) { d <- if (k == "Fay") as.svrepdesign(pairs.design, type = k, fay.rho = 0.3) else as.svrepdesign(pairs.design, type = k)
  spec <- c(pairs.spec, L(replicates = L(`made-mse` = if (k == "Fay") L(fay = 0.3) else tolower(k))))
  d$mse <- TRUE; r <- svytotal(~alive + arrests, d); case(paste("pairs", k, "total"), "scd", spec, L(total = L("alive", "arrests")), estimates = rows(c("alive", "arrests"), coef(r), SE(r)), covariance = unname(vcov(r)))
  if (k == "JKn") { r <- svyratio(~alive, ~arrests, d); case(paste("pairs", k, "ratio"), "scd", spec, L(ratio = L(L("alive", "arrests"))), estimates = rows("alive/arrests", coef(r), SE(r))) } }

# Weighting: weights, and standard errors after it.
stype.totals <- c(E = 4421, H = 755, M = 1018); wide.totals <- c(No = 1072, Yes = 5122)
margin <- function(column, totals) L(columns = L(column), totals = as.list(totals))
frame <- function(column, totals) setNames(data.frame(names(totals), as.numeric(totals)), c(column, "Freq"))
after <- function(name, data, spec, d, steps, rtol = 1e-9, se = TRUE) {
  if (!inherits(d, "svyrep.design")) case(paste(name, "weights"), data, spec, L(weights = TRUE), steps = steps, weights = as.numeric(weights(d)), rtol = rtol)
  for (v in c("api00", "ell")) { r <- svymean(as.formula(paste0("~", v)), d); e <- rows(v, coef(r), SE(r)); if (!se) e[[1]]$se <- NULL; case(paste(name, "mean of", v), data, spec, L(mean = L(v)), steps = steps, estimates = e, rtol = rtol) }
  r <- svytotal(~enroll, subset(d, stype == "E"), na.rm = TRUE); e <- rows("enroll", coef(r), SE(r)); if (!se) e[[1]]$se <- NULL
  case(paste(name, "total in a domain"), data, spec, L(total = L("enroll"), missing = "NA", where = L("stype=E")), steps = steps, estimates = e, rtol = rtol)
  r <- svyratio(~api.stu, ~enroll, d, na.rm = TRUE); e <- rows("api.stu/enroll", coef(r), if (inherits(d, "svyrep.design")) SE(r) else sqrt(vcov(r))); if (!se) e[[1]]$se <- NULL
  case(paste(name, "ratio"), data, spec, L(ratio = L(L("api.stu", "enroll")), missing = "NA"), steps = steps, estimates = e, rtol = rtol)
}
post <- L(L(poststratify = margin("stype", stype.totals)))
margins <- L(L(rake = L(margins = L(margin("stype", stype.totals), margin("sch.wide", wide.totals)))))
cal <- function(distance, ..., cluster = NULL) L(L(calibrate = c(L(distance = distance, totals = list(...)), if (!is.null(cluster)) L(cluster = cluster, `allow-negative` = TRUE))))
full <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069); both <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122)
for (n in c("srs", "strat", "clus1", "clus2")) { data <- designs[[n]][[1]]; spec <- designs[[n]][[2]]; d <- designs[[n]][[3]]
  after(paste(n, "poststratified"), data, spec, postStratify(d, ~stype, frame("stype", stype.totals)), post)
  after(paste(n, "calibrated"), data, spec, calibrate(d, ~stype + api99, full), cal("linear", categories = L(margin("stype", stype.totals)), numbers = L(api99 = 3914069)))
  after(paste(n, "calibrated by raking"), data, spec, calibrate(d, ~stype + api99, full, calfun = "raking", epsilon = 1e-14, maxit = 200), cal("raking", intercept = 6194, categories = L(margin("stype", stype.totals)), numbers = L(api99 = 3914069)), rtol = 1e-7)
  after(paste(n, "raked"), data, spec, calibrate(d, ~stype + sch.wide, both, calfun = "raking", epsilon = 1e-14, maxit = 200), margins, rtol = 1e-7)
  r <- try(calibrate(d, ~stype + api99, full, calfun = "logit", bounds = c(.4, 2.2), epsilon = 1e-14, maxit = 300), silent = TRUE)
  if (!inherits(r, "try-error")) after(paste(n, "logit"), data, spec, r, cal(L(logit = L(lower = .4, upper = 2.2)), categories = L(margin("stype", stype.totals)), numbers = L(api99 = 3914069)), rtol = 1e-7)
}
after("clus1 raked by R's rake", "apiclus1", clus1.spec, rake(designs$clus1[[3]], list(~stype, ~sch.wide), list(frame("stype", stype.totals), frame("sch.wide", wide.totals)), control = list(maxit = 500, epsilon = 1e-15)), margins, rtol = 1e-7)
after("strat raked by R's rake", "apistrat", strat.spec, rake(stratified, list(~stype, ~sch.wide), list(frame("stype", stype.totals), frame("sch.wide", wide.totals)), control = list(maxit = 500, epsilon = 1e-15)), margins, rtol = 1e-7, se = FALSE)
after("clus1 truncated", "apiclus1", clus1.spec, calibrate(designs$clus1[[3]], ~stype + api99, full, bounds = c(.5, 1.6), epsilon = 1e-14, maxit = 500), cal(L(`truncated-linear` = L(lower = .5, upper = 1.6)), categories = L(margin("stype", stype.totals)), numbers = L(api99 = 3914069)), rtol = 1e-7)
after("clus1 integrated", "apiclus1", clus1.spec, calibrate(designs$clus1[[3]], ~stype + api99, full, aggregate.stage = 1), cal("linear", categories = L(margin("stype", stype.totals)), numbers = L(api99 = 3914069), cluster = "dnum"))
for (n in c("jkn", "jk1")) { data <- reps[[n]][[1]]; spec <- c(reps[[n]][[2]], L(replicates = reps[[n]][[3]])); d <- reps[[n]][[4]]
  after(paste(n, "poststratified"), data, spec, postStratify(d, ~stype, frame("stype", stype.totals)), post)
  after(paste(n, "calibrated"), data, spec, calibrate(d, ~stype + api99, full), cal("linear", categories = L(margin("stype", stype.totals)), numbers = L(api99 = 3914069))) }
t <- trimWeights(stratified, upper = 40, lower = 18); after("trimmed", "apistrat", strat.spec, t, L(L(trim = L(upper = L(absolute = 40), lower = L(absolute = 18)))))
t <- trimWeights(stratified, upper = 35, strict = TRUE); after("trimmed strictly", "apistrat", strat.spec, t, L(L(trim = L(upper = L(absolute = 35), strict = TRUE))))

json <- sapply(cases, function(c) toJSON(unclass(c), auto_unbox = TRUE, digits = I(17), na = "null", null = "null"))
writeLines(c("[", paste0(json, c(rep(",", length(json) - 1), "")), "]"), file.path(here, "r-survey.json"))
cat(length(json), "cases\n")
