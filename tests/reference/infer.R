# Reference numbers for tests and models from R, read by tests/all/infer.rs.
#
#   apt-get install r-cran-survey r-cran-jsonlite     (made with survey 4.1-1, R 4.2)
#   Rscript tests/reference/infer.R                    from the top of the checkout
#
# Formulas: coefficients and standard errors of svyglm by name; none where a single cluster decides a coefficient, where svyglm counts what cannot be seen as 0. Tests of tables with blocks of empty cells: Rao and Scott's second order written out, with D at the
# expected shares; where no block is empty, svychisq.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
here <- "tests/reference"
data(api)
num <- function(x) as.numeric(x)

# --- formulas ----------------------------------------------------------------------------------------------------------------------------------
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
clus <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
right <- c("factor(stype) + ell - 1", "0 + ell + factor(stype)", "factor(stype):ell", "ell + factor(stype):ell", "factor(stype)*ell", "ell*factor(stype)",
           "factor(stype)*ell - 1", "factor(stype):ell - 1", "factor(stype):factor(comp.imp) - 1", "factor(stype)*factor(comp.imp)",
           "factor(stype)*factor(comp.imp) - 1", "factor(stype) + factor(stype):factor(comp.imp)", "factor(comp.imp) + factor(stype) - 1",
           "factor(comp.imp):factor(stype):ell + factor(stype)", "factor(stype):meals + meals + factor(comp.imp) - 1 + ell",
           "factor(comp.imp)*factor(stype)*ell", "factor(comp.imp) + factor(stype):ell - 1", "factor(stype) + factor(stype):factor(comp.imp) - 1")
unknown <- function(m, cluster) {        # what a single cluster decides: d with Xd = 0 in all other clusters, d_j of a coefficient not 0
  X <- model.matrix(m); size <- sqrt(colMeans(X^2)); S <- sweep(X, 2, size, "/"); out <- rep(FALSE, ncol(X))
  for (c in unique(cluster)) { s <- svd(S[cluster != c, , drop = FALSE], nv = ncol(S)); D <- s$v[, c(s$d, rep(0, ncol(S) - length(s$d))) < 1e-9 * max(s$d), drop = FALSE]
    if (ncol(D) > 0) out <- out | apply(abs(D) > 1e-9, 1, any) }
  out
}
formulas <- list()
for (design in c("apistrat", "apiclus1")) for (f in right) {
  d <- if (design == "apistrat") strat else clus
  m <- svyglm(as.formula(paste("api00 ~", f)), d)
  if (anyNA(coef(m))) next
  formulas[[length(formulas) + 1]] <- list(data = design, formula = paste("api00 ~", f), names = names(coef(m)), value = num(coef(m)),
    se = ifelse(unknown(m, if (design == "apistrat") seq_len(nrow(apistrat)) else apiclus1$dnum), NA, num(SE(m))), df = m$df.residual)
}

# --- the same difference by t test, contrast and model -------------------------------------------------------------------------------------------
pair <- function(data, d, y, g) {
  t <- svyttest(as.formula(paste(y, "~", g)), d)
  list(data = data, variable = y, group = g, difference = num(coef(svyglm(as.formula(paste(y, "~", g)), d))[2]), statistic = num(t$statistic), df = num(t$parameter), p = num(t$p.value))
}
differences <- list(pair("apistrat", strat, "api00", "sch.wide"), pair("apiclus1", clus, "api00", "comp.imp"))

# --- tables ------------------------------------------------------------------------------------------------------------------------------------
second.order <- function(d, a, b, D) {   # Rao and Scott (1984), Δ with the given D: shares ("p") or expected shares ("e")
  A <- factor(d$variables[[a]]); B <- factor(d$variables[[b]]); r <- nlevels(A); c <- nlevels(B)
  d$variables$cell <- factor(paste(as.integer(A), as.integer(B)), levels = as.vector(outer(1:r, 1:c, paste)))
  Z <- sapply(levels(d$variables$cell), function(l) as.numeric(d$variables$cell == l)); colnames(Z) <- NULL
  w <- weights(d); p <- colSums(Z * w) / sum(w); n <- nrow(Z)
  u <- sweep(Z, 2, p) * w / sum(w)
  V <- vcov(svytotal(u / w, d)); attributes(V) <- list(dim = c(r * c, r * c))
  P <- matrix(p, r, c); E <- outer(rowSums(P), colSums(P))
  X2 <- n * sum((P - E)^2 / E)
  C <- kronecker(contr.sum(c), contr.sum(r))
  inv <- diag(if (D == "e") 1 / as.vector(E) else ifelse(p > 0, 1 / p, 0))
  delta <- solve(t(C) %*% inv %*% C / n, t(C) %*% inv %*% V %*% inv %*% C)
  tr <- sum(diag(delta)); k2 <- tr^2 / sum(diag(delta %*% delta)); nu <- degf(d)
  list(statistic = X2 / tr, df1 = k2, df2 = k2 * nu, p = pf(X2 / tr, k2, k2 * nu, lower.tail = FALSE), pearson = pchisq(X2, (r - 1) * (c - 1), lower.tail = FALSE))
}
block <- do.call(rbind, lapply(list(c("A", "u", 17), c("A", "v", 23), c("B", "u", 24), c("B", "v", 16), c("C", "s", 15), c("C", "t", 26), c("C", "u", 18), c("C", "v", 9)),
  function(x) data.frame(a = rep(x[1], x[3]), b = x[2])))
block$w <- 1; block$k <- 1 + (seq_len(nrow(block)) - 1) %% 20
srs <- svydesign(id = ~1, weights = ~w, data = block); clustered <- svydesign(id = ~k, weights = ~w, data = block)
two <- block[block$b %in% c("u", "v"), ]
two.design <- svydesign(id = ~k, weights = ~w, data = two)
check <- svychisq(~a + b, two.design); own <- second.order(two.design, "a", "b", "p")
stopifnot(abs(check$statistic / own$statistic - 1) < 1e-10, abs(check$parameter[1] / own$df1 - 1) < 1e-10)
tables <- list(list(name = "block", cluster = FALSE, other = second.order(srs, "a", "b", "e")), list(name = "block", cluster = TRUE, other = second.order(clustered, "a", "b", "e")),
               list(name = "two", cluster = TRUE, other = own[c("statistic", "df1", "df2", "p")]))

# --- goodness of fit with a category that nobody chose -------------------------------------------------------------------------------------------
apiclus1$kind <- factor(as.character(apiclus1$stype), levels = c("E", "H", "M", "X"))
empty <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
shares <- c(.68, .12, .18, .02)
t <- svytotal(~kind, empty); N <- num(coef(t)); S <- sum(N); V <- vcov(t); attributes(V) <- list(dim = c(4, 4))
J <- diag(4) - outer(shares, rep(1, 4))
G <- t(sapply(1:4, function(i) { e <- S * shares[i]; J[i, ] / sqrt(e) - .5 * (N[i] - e) / e^1.5 * shares[i] }))
Q <- G %*% V %*% t(G); tr <- sum(diag(Q)); d <- tr^2 / sum(Q * Q); x2 <- sum((N - S * shares)^2 / (S * shares))
fit <- list(shares = as.list(setNames(shares, c("E", "H", "M", "X"))), statistic = x2 / tr, df1 = d, df2 = d * degf(empty), p = pf(x2 / tr, d, d * degf(empty), lower.tail = FALSE))

write(toJSON(list(formulas = formulas, differences = differences, block = block[, c("a", "b", "k")], tables = tables, fit = fit), auto_unbox = TRUE, digits = 15, na = "null"),
      file.path(here, "r-infer.json"))
