# R's side: reads one case a line (JSON, see cases.py), writes one line of answers for each.
#
#   apt-get install r-cran-survey r-cran-jsonlite
#
# What is a convention of minyi and not a number of R is set here, in `conventions`, and nowhere else:
#   degrees of freedom are those of the rows that are estimated from, strata taken in full left out;
#   intervals are Student's with them;
#   a statistic of one cluster has no standard error, a census has 0.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
options(survey.adjust.domain.lonely = FALSE, warn = -1)
quietly <- function(x) suppressMessages(suppressWarnings(x))
rules <- c(centre = "adjust", average = "average", certainty = "certainty", skip = "remove", fail = "fail")
exact <- glm.control(epsilon = 1e-15, maxit = 200)

# --- the design ----------------------------------------------------------------------------------------------------------------------------------
table_of <- function(case) {
  d <- lapply(case$columns, function(cells) { x <- unlist(cells); x[x == "NA"] <- NA; x })
  for (n in unlist(case$numbers)) d[[n]] <- as.numeric(d[[n]])
  as.data.frame(d, stringsAsFactors = FALSE, check.names = FALSE)
}
sum_of <- function(names) if (length(names)) as.formula(paste("~", paste(names, collapse = " + "))) else NULL
design_of <- function(case, d) {
  spec <- case$design; stages <- spec$stage
  options(survey.lonely.psu = rules[[if (is.null(spec$`lonely-psu`)) "fail" else spec$`lonely-psu`]])
  d$.unit <- seq_len(nrow(d)); d$.one <- 1
  ids <- sapply(stages, function(s) if (is.null(s$cluster)) ".unit" else s$cluster)
  strata <- sapply(stages, function(s) if (is.null(s$strata)) ".one" else s$strata)
  fpc <- unlist(lapply(stages, function(s) s$fpc))
  if (!length(stages)) { ids <- ".unit"; strata <- ".one" }
  # Strata taken in full by fractions of 1: R takes a column of nothing but 1 for neither counts nor fractions.
  if (length(fpc) && is.null(spec$pps) && all(d[, fpc] == 1)) for (n in fpc) d[[n]] <- 1 - 1e-15
  weight <- spec$weight
  if (!is.null(weight)) d$.weight <- if (weight %in% names(d)) d[[weight]] else as.numeric(weight)
  arguments <- list(ids = sum_of(ids), data = d, nest = isTRUE(spec$nested))
  if (any(strata != ".one")) arguments$strata <- sum_of(strata)
  if (length(fpc)) arguments$fpc <- sum_of(fpc)
  if (!is.null(weight)) arguments$weights <- ~.weight
  if (!is.null(spec$pps)) {
    arguments$pps <- if (is.list(spec$pps)) ppsmat(as.matrix(d[, grep(paste0("^", sub("*", "", spec$pps$joint, fixed = TRUE)), names(d))]), tolerance = 0) else
      switch(spec$pps, brewer = "brewer", `hartley-rao` = HR())
    if (!identical(arguments$pps, "brewer")) arguments$variance <- if (identical(spec$`pps-form`, "yg")) "YG" else "HT"
  }
  made <- quietly(do.call(svydesign, arguments))
  replicated(spec, d, made)
}
replicated <- function(spec, d, design) {
  r <- spec$replicates
  if (is.null(r)) return(design)
  if (!is.null(r$columns)) {
    k <- r$columns
    w <- as.matrix(d[, grep(paste0("^", sub("*", "", k$columns, fixed = TRUE)), names(d)), drop = FALSE])
    rscales <- if (length(k$rscales)) unlist(k$rscales) else rep(1, ncol(w))
    return(quietly(svrepdesign(data = d, weights = ~.weight, repweights = w, type = "other", scale = k$scale, rscales = rscales, mse = k$mse,
                               combined.weights = k$combined)))
  }
  mse <- !is.null(r$`made-mse`); method <- if (mse) r$`made-mse` else r$made
  quietly(as.svrepdesign(design, type = c(jk1 = "JK1", jkn = "JKn", brr = "BRR")[[method]], mse = mse))
}
is_replicated <- function(d) inherits(d, "svyrep.design")

# --- weighting steps -----------------------------------------------------------------------------------------------------------------------------
frame_of <- function(margin) {
  cells <- strsplit(names(margin$totals), "/", fixed = TRUE)
  f <- as.data.frame(do.call(rbind, cells), stringsAsFactors = FALSE); names(f) <- unlist(margin$columns)
  f$Freq <- unlist(margin$totals); f
}
population_of <- function(categories, numbers, intercept = NULL) {
  first <- sum(unlist(categories[[1]]$totals))
  p <- c(`(Intercept)` = if (length(categories)) first else intercept)
  for (m in categories) { t <- unlist(m$totals); t <- t[order(names(t))]; p <- c(p, setNames(t[-1], paste0(m$columns[[1]], names(t)[-1]))) }
  c(p, unlist(numbers))
}
margins_formula <- function(categories, numbers) sum_of(c(sapply(categories, function(m) m$columns[[1]]), names(numbers)))
calibrated <- function(design, ...) if (is_replicated(design)) calibrate(design, ..., compress = FALSE) else calibrate(design, ...)
# R's `strict` calls itself until no weight is outside, without end where 1 / (1 / bound) is above the bound: here until none is outside by more than rounding.
trimmed <- function(design, upper, lower, strict) {
  design <- trimWeights(design, upper = upper, lower = lower)
  if (strict) for (i in 1:1000) {
    w <- weights(design, "sampling"); if (!any(w > upper * (1 + 1e-12) | w < lower * (1 - 1e-12))) break
    design <- trimWeights(design, upper = upper, lower = lower)
  }
  design
}
stepped <- function(design, step) {
  name <- names(step); s <- step[[1]]
  if (name == "poststratify") return(postStratify(design, sum_of(unlist(s$columns)), frame_of(s)))
  if (name == "rake") return(calibrated(design, margins_formula(s$margins, NULL), population_of(s$margins, NULL), calfun = "raking", epsilon = 1e-14, maxit = 500))
  if (name == "trim") return(trimmed(design, if (is.null(s$upper)) Inf else s$upper$absolute, if (is.null(s$lower)) -Inf else s$lower$absolute, isTRUE(s$strict)))
  t <- s$totals; f <- margins_formula(t$categories, t$numbers); p <- population_of(t$categories, t$numbers, t$intercept)
  if (identical(s$distance, "linear")) return(calibrated(design, f, p))
  if (identical(s$distance, "raking")) return(calibrated(design, f, p, calfun = "raking", epsilon = 1e-14, maxit = 500))
  b <- s$distance[[1]]
  calibrated(design, f, p, calfun = if (names(s$distance) == "logit") "logit" else "linear", bounds = c(b$lower, b$upper), epsilon = 1e-14, maxit = 500)
}

# --- conventions -----------------------------------------------------------------------------------------------------------------------------------
# `rows` are row numbers of the whole table. Clusters and strata of the first stage among them, strata taken in full left out.
first_stage <- function(whole) {
  plain <- whole$plain
  full <- if (is.null(plain$fpc$popsize) || isTRUE(plain$pps) || inherits(plain, "pps")) FALSE else plain$fpc$popsize[, 1] <= plain$fpc$sampsize[, 1] * (1 + 1e-12)
  list(cluster = as.character(plain$cluster[, 1]), stratum = as.character(plain$strata[, 1]), full = rep_len(full, nrow(plain$variables)))
}
freedom <- function(whole, inside) {
  r <- whole$case$design$replicates$columns
  if (!is.null(r)) return(if (is.null(r$`degrees-of-freedom`)) ncol(whole$design$repweights) - 1 else r$`degrees-of-freedom`)
  s <- whole$first; inside <- inside & whole$w != 0 & !s$full
  length(unique(s$cluster[inside])) - length(unique(s$stratum[inside]))
}
# Whether everybody was asked: at every stage, not only at the first.
is_census <- function(whole, inside) {
  p <- whole$plain$fpc
  if (is.null(p$popsize) || isTRUE(whole$plain$pps) || inherits(whole$plain, "pps")) return(FALSE)
  all(p$popsize[inside, ] <= p$sampsize[inside, seq_len(ncol(p$popsize))] * (1 + 1e-12))
}
conventions <- function(whole, inside, row, confidence, scale_free = TRUE) {
  df <- freedom(whole, inside)
  value <- row$value; se <- row$se
  if (!length(value) || !is.finite(value)) { value <- NA; se <- NA }
  if (!is.na(se) && se <= 1e-9 * max(abs(value), .Machine$double.xmin)) {
    if (scale_free && df == 0 && !is_census(whole, inside)) se <- NA else if (se <= 1e-12 * abs(value)) se <- 0
  }
  row$value <- value; row$se <- se; row$df <- df
  if (is.null(row$ci)) row$ci <- if (is.na(se)) c(NA, NA) else if (se == 0) c(value, value) else if (df <= 0) c(NA, NA) else value + c(-1, 1) * qt((1 + confidence) / 2, df) * se
  row$ci <- as.list(row$ci); row
}

# --- domains -----------------------------------------------------------------------------------------------------------------------------------------
condition <- function(d, text) {
  parts <- regmatches(text, regexec("^([A-Za-z0-9]+)(!=|>=|<=|=|>|<)(.*)$", text))[[1]]; x <- d[[parts[2]]]; v <- parts[4]
  if (parts[3] %in% c("=", "!=") && !all(strsplit(v, ",")[[1]] %in% as.character(x))) stop("no row has ", v)
  keep <- switch(parts[3], `=` = as.character(x) %in% strsplit(v, ",")[[1]], `!=` = as.character(x) != v, `>=` = x >= as.numeric(v), `<=` = x <= as.numeric(v),
                 `>` = x > as.numeric(v), `<` = x < as.numeric(v))
  !is.na(keep) & keep
}
mask_of <- function(d, call) Reduce(`&`, lapply(call$where, function(w) { m <- condition(d, w); if (!any(m)) stop("no row fulfils ", w); m }), rep(TRUE, nrow(d)))
# A domain whose rows all have no weight is none, and no number of a contrast belongs to it.
domains_of <- function(d, call, mask, w) {
  by <- unlist(call$by)
  if (!length(by)) return(list(list(by = setNames(list(), character()), inside = mask)))
  levels <- lapply(by, function(b) sort(unique(d[[b]][!is.na(d[[b]])])))
  grid <- expand.grid(rev(levels), stringsAsFactors = FALSE)[, rev(seq_along(by)), drop = FALSE]
  found <- lapply(seq_len(nrow(grid)), function(i) {
    inside <- mask & Reduce(`&`, lapply(seq_along(by), function(j) !is.na(d[[by[j]]]) & d[[by[j]]] == grid[i, j]))
    list(by = setNames(as.list(as.character(grid[i, ])), by), inside = inside) })
  Filter(function(x) any(x$inside & w != 0), found)
}

# The design of some rows. Where R keeps all rows (calibrated designs; joint probabilities, of which it has no subset) the others get no weight.
restrict <- function(design, inside) {
  if (inherits(design, "pps")) { sub <- design; sub$prob[!inside] <- Inf } else sub <- design[which(inside), ]
  if (!is_replicated(sub) && length(sub$prob) > sum(inside)) for (n in names(sub$variables)) {
    x <- sub$variables[[n]]; if (is.numeric(x)) x[is.na(x)] <- 0 else x[!inside] <- x[which(inside)[1]]; sub$variables[[n]] <- x }
  sub
}

# --- estimates ---------------------------------------------------------------------------------------------------------------------------------------
error_of <- function(r) {            # the standard error; none where a replicate has no value
  v <- vcov(r); as.numeric(sqrt(pmax(0, diag(as.matrix(v)))))
}
lost <- function(r) !is.null(attr(r, "replicates")) && any(is.na(attr(r, "replicates")))
replicate_gap <- function(whole, sub, f) {      # whether a statistic has no value in some replicate
  if (!is_replicated(whole$design)) return(FALSE)
  r <- tryCatch(quietly(f(sub)), error = function(e) NULL)
  t <- if (is.list(r)) r$replicates else attr(r, "replicates")
  !is.null(t) && any(!is.finite(as.matrix(t)))
}
one_estimate <- function(whole, call, variable, inside, level = NULL) {
  d <- whole$d; s <- call$statistic; conf <- if (is.null(call$confidence)) .95 else call$confidence
  pair <- strsplit(variable, "/", fixed = TRUE)[[1]]
  answered <- inside & Reduce(`&`, lapply(pair, function(v) !is.na(d[[v]])))
  row <- list(variable = variable); if (!is.null(level)) row$level <- level
  if (!any(answered & whole$w != 0)) return(list(rows = list(c(row, list(value = NA, se = NA, ci = list(NA, NA)))), answered = answered))
  sub <- restrict(whole$design, answered)
  # R counts rows without weight in its design effects, where it keeps them.
  uncounted <- length(sub$prob) > sum(answered) || inherits(sub, "pps")
  deff <- switch(if (is.null(call$deff) || uncounted) "no" else call$deff, no = FALSE, without = TRUE, with = "replace")
  finish <- function(row, free = TRUE) conventions(whole, answered, row, conf, free)
  gap <- function(f) if (replicate_gap(whole, sub, f)) NA else 1
  f1 <- as.formula(paste0("~", pair[1]))
  if (s %in% c("mean", "total")) {
    f <- if (s == "mean") svymean else svytotal
    r <- quietly(f(f1, sub, deff = deff)); row$value <- as.numeric(coef(r)); row$se <- error_of(r) * gap(function(x) f(f1, x, return.replicates = TRUE))
    # A single row has no variance to compare with; R takes rounding for it.
    alone <- sum(answered & whole$w != 0) < 2
    row <- finish(row, s == "mean"); if (!is.null(call$deff)) row$deff <- if (is.na(row$se) || alone) NA else if (uncounted) "skip" else as.numeric(deff(r))
    return(list(rows = list(row), answered = answered))
  }
  if (s == "ratio") {
    f2 <- as.formula(paste0("~", pair[2]))
    r <- quietly(svyratio(f1, f2, sub)); row$value <- as.numeric(coef(r)); row$se <- error_of(r) * gap(function(x) svyratio(f1, f2, x, return.replicates = TRUE))
    return(list(rows = list(finish(row)), answered = answered))
  }
  if (s %in% c("variance", "sd")) {
    if (sum(answered & whole$w != 0) < 2) return(list(rows = list(finish(c(row, list(value = NA, se = NA)))), answered = answered))
    r <- quietly(svyvar(f1, sub)); u <- unweighted(whole, answered); v <- as.numeric(coef(r))[1] * u; se <- error_of(r)[1] * u
    if (is_replicated(sub)) se <- of_replicates(f1, sub, if (s == "sd") sqrt(v) else v, function(x) if (s == "sd") sqrt(ifelse(x < 1e-12 * max(x), 0, x) * u) else x * u) else
    if (s == "sd") se <- se / (2 * sqrt(v))
    # The root has no derivative at 0.
    if (s == "sd" && v <= 1e-14) se <- if (is_census(whole, answered)) 0 else NA
    row$value <- if (s == "sd") sqrt(v) else v; row$se <- se
    return(list(rows = list(finish(row)), answered = answered))
  }
  if (s == "correlation") {
    spread <- sapply(pair, function(v) length(unique(d[[v]][answered & whole$w != 0])))
    if (min(spread) < 2) return(list(rows = list(finish(c(row, list(value = NA, se = NA)))), answered = answered))
    r <- quietly(svyvar(sum_of(pair), sub)); w <- as.numeric(as.matrix(r)); V <- attr(r, "var")
    rho <- w[2] / sqrt(w[1] * w[4]); g <- c(-rho / (2 * w[1]), 1 / sqrt(w[1] * w[4]), 0, -rho / (2 * w[4]))
    row$value <- rho
    row$se <- if (is_replicated(sub)) of_replicates(sum_of(pair), sub, rho, function(v) v[, 2] / sqrt(v[, 1] * v[, 4])) else sqrt(max(0, drop(g %*% V %*% g)))
    # Of two points the correlation is 1, and its error the root of rounding.
    row <- finish(row); if (isTRUE(abs(rho) > 1 - 1e-12)) { row$se <- "skip"; row$ci <- list("skip", "skip") }
    return(list(rows = list(row), answered = answered))
  }
  if (s == "proportion") {
    whole$design$variables$.y <- as.numeric(d[[variable]] == level); sub <- restrict(whole$design, answered)
    r <- quietly(svymean(~.y, sub)); row$value <- as.numeric(coef(r)); row$se <- error_of(r) * gap(function(x) svymean(~.y, x, return.replicates = TRUE))
    method <- if (is.null(call$interval)) "logit" else call$interval
    row <- finish(row)
    n <- sum(answered & whole$w != 0)
    if (!(is_census(whole, answered) && !is.na(row$se) && row$se == 0 && row$df == 0)) row$ci <- as.list(interval_of(method, row$value, row$se, row$df, n, conf))
    return(list(rows = list(row), answered = answered))
  }
  if (s == "quantile") {
    df <- freedom(whole, answered); n <- sum(answered & whole$w != 0)
    rule <- quantile_rule(call$rule); x <- d[[variable]][answered]; w <- whole$w[answered]
    rows <- lapply(call$p, function(p) {
      q <- rule(x, w, p)
      row <- list(variable = variable, level = format(p, digits = 15), value = q, df = df)
      whole$design$variables$.y <- as.numeric(d[[variable]] <= q); r <- quietly(svymean(~.y, restrict(whole$design, answered))); share <- as.numeric(coef(r))
      # Woodruff's interval: R's woodruffCI, with no limit where the share is 0 or 1 or its limit is outside.
      limits <- if (share <= 1e-14 || share >= 1 - 1e-14) c(NA, NA) else interval_of(call$interval, share, error_of(r), df, n, conf)
      limits[which(limits < 0 | limits > 1)] <- NA
      ci <- sapply(limits, function(l) if (is.na(l)) NA else rule(x, w, l))
      row$se <- if (df > 0) (ci[2] - ci[1]) / (2 * qt((1 + conf) / 2, df)) else NA
      row$ci <- as.list(ci)
      if (is_replicated(whole$design)) { row$se <- "skip"; row$ci <- list("skip", "skip") }
      row })
    return(list(rows = rows, answered = answered))
  }
  stop("unknown statistic")
}
# R's rules of quantiles, but for what is wrong in them: its `qs` takes the second value for a probability below the first point; equality is asked of
# floating sums, where minyi counts what is within 2^-40 as equal; `shahvaish` does not scale weights where its source does; equal values come as the
# rows do, where minyi orders them by weight.
quantile_rule <- function(name) {
  steps <- c("math", "hf1", "school", "hf2", "hf4", "shah-vaish")
  function(x, w, p) {
    i <- order(x, w); x <- x[i][w[i] > 0]; w <- w[i][w[i] > 0]; n <- length(x)
    if (n == 1) return(x)
    if (!name %in% steps) return(as.numeric(get(paste0("qrule_", name), asNamespace("survey"))(x, w, p)))
    share <- cumsum(w) / sum(w); tie <- 2^-40
    if (name == "shah-vaish") { v <- w / mean(w); return(x[max(1, sum((cumsum(v) + .5 - v / 2) / (n + 1) <= p + tie))]) }
    low <- sum(share <= p + tie); up <- min(low + 1, n)
    if (low == 0) return(x[1])
    equal <- abs(share[low] - p) <= tie
    if (name %in% c("math", "hf1")) return(if (equal) x[low] else x[up])
    if (name %in% c("school", "hf2")) return(if (equal) (x[low] + x[up]) / 2 else x[up])
    if (up == low) x[low] else x[low] + (x[up] - x[low]) * (p - share[low]) / (share[up] - share[low])
  }
}
# R's variance by replicates divides by all rows less one, also those without weight.
unweighted <- function(whole, answered) {
  if (!is_replicated(whole$design)) return(1)
  all <- sum(answered); n <- sum(answered & whole$w != 0)
  n / (n - 1) * (all - 1) / all
}
# The error of a function of variances, taken in every replicate.
of_replicates <- function(f, sub, value, g) {
  t <- as.matrix(quietly(svyvar(f, sub, return.replicates = TRUE))$replicates); t <- as.numeric(g(t))
  if (any(!is.finite(t))) NA else as.numeric(sqrt(svrVar(t, sub$scale, sub$rscales, mse = sub$mse, coef = value)))
}
# The intervals of svyciprop from share, error and degrees of freedom: svyciprop itself takes other degrees of freedom for `beta`, does not fit the model
# of `logit` to the end, and lets the limits of `asin` fold back at 0 and 1. Wilson's and Korn and Graubard's are not in it.
interval_of <- function(method, p, se, df, n, conf) {
  zero <- isTRUE(p <= 1e-14); one <- isTRUE(p >= 1 - 1e-14); edge <- zero || one
  if (is.na(p) || is.na(se) || df <= 0) return(c(NA, NA))
  q <- p * (1 - p); a <- (1 - conf) / 2; t <- qt(1 - a, df)
  # An error that is 0 up to rounding is 0 (docs, "Zero up to rounding"), and the interval the point by every method.
  if (!edge && se <= 2^-40 * sqrt(q)) return(c(p, p))
  if (method == "wald") return(if (se == 0) c(p, p) else p + c(-1, 1) * t * se)
  if (method == "logit") return(if (edge) c(NA, NA) else plogis(qlogis(p) + c(-1, 1) * t * se / q))
  if (method == "arcsine") return(if (edge) c(NA, NA) else sin(pmin(pi / 2, pmax(0, asin(sqrt(p)) + c(-1, 1) * t * se / (2 * sqrt(q)))))^2)
  if (method == "wilson") {
    m <- if (edge) n else min(n, q / se^2); centre <- p + t^2 / (2 * m); half <- t * sqrt(q / m + t^2 / (4 * m^2))
    return(c(if (zero) 0 else (centre - half) / (1 + t^2 / m), if (one) 1 else (centre + half) / (1 + t^2 / m)))
  }
  if (method == "beta" && edge) return(c(NA, NA))
  m <- q / se^2 * (qt(1 - a, n - 1) / t)^2
  if (method == "korn-graubard") m <- if (edge) n else min(n, m)
  c(if (zero) 0 else qbeta(a, m * p, m * (1 - p) + 1), if (one) 1 else qbeta(1 - a, m * p + 1, m * (1 - p)))
}
# The covariance of all estimates, as R's covariance of all totals by the delta method: domains zero out.
joint <- function(whole, parts, s) {
  if (is_replicated(whole$design)) return(joint_replicated(whole, parts, s))
  k <- length(parts); d <- whole$d
  top <- bottom <- matrix(0, nrow(d), k)
  for (i in seq_len(k)) {
    p <- parts[[i]]; pair <- strsplit(p$variable, "/", fixed = TRUE)[[1]]; a <- p$answered
    top[a, i] <- if (s == "proportion") as.numeric(d[[p$variable]][a] == p$level) else d[[pair[1]]][a]
    bottom[a, i] <- if (s == "ratio") d[[pair[2]]][a] else 1
  }
  if (s == "total") return(as.matrix(vcov(quietly(svytotal(top, whole$design)))))
  w <- whole$w; a <- colSums(top * w); b <- colSums(bottom * w); r <- a / b
  b[b == 0] <- NA; r[!is.finite(r)] <- NA
  influence <- sweep(top - sweep(bottom, 2, r, "*"), 2, b, "/")
  unknown <- is.na(r); influence[, unknown] <- 0
  v <- as.matrix(vcov(quietly(svytotal(influence, whole$design)))); v[unknown, ] <- NA; v[, unknown] <- NA; v
}
# The rule `average` is about the strata that a domain reaches: there is no such covariance of two domains in R.
averaged <- function(whole) identical(whole$case$design$`lonely-psu`, "average") && any(whole$plain$fpc$sampsize == 1)
joint_replicated <- function(whole, parts, s) {
  r <- whole$design
  theta <- sapply(parts, function(p) {
    sub <- restrict(r, p$answered); pair <- strsplit(p$variable, "/", fixed = TRUE)[[1]]
    top <- if (s == "proportion") as.numeric(whole$d[[p$variable]][p$answered] == p$level) else whole$d[[pair[1]]][p$answered]
    bottom <- if (s == "ratio") whole$d[[pair[2]]][p$answered] else rep(1, length(top))
    w <- cbind(weights(sub, "sampling"), weights(sub, "analysis"))
    if (!any(p$answered & whole$w != 0)) return(rep(NA, 1 + ncol(weights(r, "analysis"))))
    if (s == "total") colSums(w * top) else colSums(w * top) / colSums(w * bottom)
  })
  theta <- as.matrix(theta)
  bad <- apply(theta[-1, , drop = FALSE], 2, function(x) any(!is.finite(x)))
  clean <- theta; clean[!is.finite(clean)] <- 0
  v <- svrVar(clean[-1, , drop = FALSE], r$scale, r$rscales, mse = r$mse, coef = clean[1, ]); v <- matrix(as.numeric(v), ncol(theta)); v[bad, ] <- NA; v[, bad] <- NA; v
}
estimates <- function(whole, call) {
  d <- whole$d; mask <- mask_of(d, call); s <- call$statistic
  if (!any(mask & whole$w != 0)) stop("no row with a weight")
  rows <- list(); parts <- list(); domains <- domains_of(d, call, mask, whole$w)
  somewhere <- whole$w != 0 & Reduce(`|`, lapply(domains, function(x) x$inside), rep(FALSE, nrow(d)))
  for (domain in domains) for (v in unlist(call$variables)) {
    levels <- if (s == "proportion") sort(unique(d[[v]][!is.na(d[[v]]) & somewhere])) else list(NULL)
    for (l in levels) {
      r <- one_estimate(whole, call, v, domain$inside, l)
      rows <- c(rows, lapply(r$rows, function(x) { x$by <- domain$by; x }))
      parts <- c(parts, list(list(variable = v, level = l, answered = r$answered)))
    }
  }
  out <- list(estimates = rows)
  if (isTRUE(call$covariance) || length(call$contrasts)) {
    v <- joint(whole, parts, s)
    value <- sapply(rows, function(x) as.numeric(x$value))
    # What an estimate without a standard error is part of is unknown too.
    unknown <- sapply(rows, function(x) is.na(x$se)); v[unknown, ] <- NA; v[, unknown] <- NA
    if (isTRUE(call$covariance) && !averaged(whole)) out$covariance <- lapply(seq_len(nrow(v)), function(i) as.list(v[i, ]))
    out$contrasts <- lapply(call$contrasts, function(c) { c <- unlist(c); u <- c != 0
      list(value = sum(c[u] * value[u]), se = if (averaged(whole)) "skip" else if (any(is.na(v[u, u]))) NA else sqrt(max(0, drop(c[u] %*% v[u, u] %*% c[u])))) })
  }
  out
}

# --- tests and models --------------------------------------------------------------------------------------------------------------------------------
tests <- function(whole, call) {
  d <- whole$d; of <- unlist(call$of); inside <- mask_of(d, call) & Reduce(`&`, lapply(of, function(v) !is.na(d[[v]])))
  if (call$test == "fit") whole$design$variables$.g <- factor(d[[of]], levels = sort(names(call$shares)))
  sub <- restrict(whole$design, inside); df <- freedom(whole, inside)
  if (call$test == "t") {
    negative(sub)                                # as svyttest, which is this model
    m <- quietly(svyglm(as.formula(paste0(of[1], " ~ factor(", of[2], ")")), sub)); v <- as.numeric(coef(m))[2]; se <- as.numeric(SE(m))[2]
    if (length(coef(m)) != 2) stop("two groups are compared")
    # A group of one cluster has a mean without a standard error, so that the difference has none.
    groups <- lapply(sort(unique(d[[of[2]]][inside])), function(g) inside & d[[of[2]]] == g)
    alone <- function(g) freedom(whole, g) == 0 && !is_census(whole, g) && { r <- svymean(as.formula(paste0("~", of[1])), restrict(whole$design, g)); error_of(r) <= 1e-9 * abs(coef(r)) }
    if (!is_replicated(sub) && any(sapply(groups, alone)))
      return(list(statistic = NA, df1 = 1, df2 = NA, p = NA, difference = list(value = v, se = NA)))
    # What has no error has no degrees of freedom either.
    df <- if (is.na(se)) NA else max(0, df - 1)
    return(list(statistic = v / se, df1 = 1, df2 = df, p = if (isTRUE(df > 0)) 2 * pt(-abs(v / se), df) else NA, difference = list(value = v, se = se)))
  }
  if (call$test == "fit") {
    shares <- unlist(call$shares); shares <- shares[order(names(shares))]
    t <- quietly(svygofchisq(~.g, shares, sub)); f <- as.numeric(t$statistic / (t$parameter[["scale"]] * t$parameter[["df"]])); k <- t$parameter[["df"]]
    return(list(statistic = f, df1 = k, df2 = k * df, p = pf(f, k, k * df, lower.tail = FALSE)))
  }
  name <- c(f = "F", `chi-square` = "Chisq", wald = "Wald", `adjusted-wald` = "adjWald")[[call$statistic]]
  t <- quietly(svychisq(as.formula(paste("~", of[1], "+", of[2])), sub, statistic = name)); s <- as.numeric(t$statistic)
  k <- (length(unique(d[[of[1]]][inside])) - 1) * (length(unique(d[[of[2]]][inside])) - 1)
  p1 <- as.numeric(t$parameter[1])
  if (name == "F") return(list(statistic = s, df1 = p1, df2 = p1 * df, p = pf(s, p1, p1 * df, lower.tail = FALSE)))
  if (name == "Chisq") { n <- sum(inside & whole$w != 0); return(list(statistic = s * n / nrow(sub$variables), df1 = p1, df2 = NA, p = as.numeric(t$p.value))) }
  nu <- if (is_replicated(sub)) degf(sub) else length(unique(sub$cluster[, 1])) - length(unique(sub$strata[, 1]))
  if (name == "Wald") return(list(statistic = s, df1 = k, df2 = df, p = pf(s, k, df, lower.tail = FALSE)))
  s <- s * (k * nu) / (nu - k + 1) * (df - k + 1) / (k * df)
  list(statistic = s, df1 = k, df2 = df - k + 1, p = pf(s, k, df - k + 1, lower.tail = FALSE))
}
# A model by replicates leaves out rows whose weight is negative in one, as linear calibration may make it.
negative <- function(sub) if (is_replicated(sub) && any(weights(sub, "analysis") < 0)) stop("negative weights in replicates")
models <- function(whole, call) {
  d <- whole$d; f <- as.formula(call$formula); conf <- if (is.null(call$confidence)) .95 else call$confidence
  inside <- mask_of(d, call) & Reduce(`&`, lapply(all.vars(f), function(v) !is.na(d[[v]])))
  sub <- restrict(whole$design, inside)
  negative(sub)
  m <- quietly(if (call$family == "linear") svyglm(f, sub) else svyglm(f, sub, family = quasibinomial, control = exact))
  # R stops when the deviance stands still, with coefficients good to 1e-8: once more from there.
  if (call$family == "logistic") for (i in 1:2) { from <- coef(m); m <- quietly(eval(bquote(svyglm(f, sub, family = quasibinomial, control = exact, start = .(from))))) }
  b <- m$coefficients; se <- as.numeric(SE(m))
  if (any(is.na(b)) || length(b) != length(se)) stop("columns repeat each other")
  if (call$family == "logistic" && (!m$converged || any(fitted(m)[weights(sub, "sampling") > 0] < 1e-7 | fitted(m)[weights(sub, "sampling") > 0] > 1 - 1e-7))) stop("separation")
  df <- max(0, freedom(whole, inside) + 1 - length(b))
  # What is fitted without a residual has no error to speak of.
  if (!is_census(whole, inside) && any(se <= 1e-9 * abs(b), na.rm = TRUE)) stop("no error")
  if (is_census(whole, inside)) se[which(se <= 1e-9 * (1 + abs(b)))] <- 0
  ci <- lapply(seq_along(b), function(i) as.list(if (is.na(se[i])) c(NA, NA) else if (se[i] == 0 && is_census(whole, inside)) rep(as.numeric(b[i]), 2) else
    if (df <= 0) c(NA, NA) else as.numeric(b[i]) + c(-1, 1) * qt((1 + conf) / 2, df) * se[i]))
  V <- vcov(m)
  out <- list(estimates = lapply(seq_along(b), function(i) list(variable = names(b)[i], value = as.numeric(b[i]), se = se[i], df = if (is.na(se[i])) NA else df, ci = ci[[i]])),
              covariance = lapply(seq_len(nrow(V)), function(i) as.list(as.numeric(V[i, ]))))
  out$tests <- lapply(call$wald, function(t) { w <- quietly(regTermTest(m, as.formula(paste("~", t)))); s <- as.numeric(w$Ftest)
    list(of = t, statistic = s, df1 = w$df, df2 = df, p = if (df > 0) pf(s, w$df, df, lower.tail = FALSE) else NA) })
  out
}

# --- one case after another --------------------------------------------------------------------------------------------------------------------------
answer <- function(whole, call) switch(call$verb, estimate = estimates(whole, call), test = list(test = tests(whole, call)), fit = models(whole, call),
  weigh = list(weights = as.list(as.numeric(weights(whole$design, "sampling")))))
refusal <- function(e) list(refused = paste(conditionMessage(e), collapse = " "))
run <- function(case) {
  d <- table_of(case)
  whole <- tryCatch({
    plain <- design_of(within(case, design$replicates <- NULL), d)
    design <- if (is.null(case$design$replicates)) plain else design_of(case, d)
    for (s in case$steps) design <- quietly(stepped(design, s))
    # R takes steps out of contributions from the first to the last; what the last one leaves is what the first one acts on.
    design$postStrata <- rev(design$postStrata)
    w <- as.numeric(weights(design, "sampling"))
    x <- list(case = case, d = d, plain = plain, design = design, w = w); x$first <- first_stage(x); x
  }, error = refusal)
  lapply(case$calls, function(call) if (!is.null(whole$refused)) whole else tryCatch(answer(whole, call), error = refusal))
}
input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1))) {
  utils::capture.output(found <- run(fromJSON(line, simplifyVector = FALSE)))
  cat(toJSON(found, auto_unbox = TRUE, digits = I(17), na = "null", null = "null"), "\n", sep = ""); flush(stdout())
}
