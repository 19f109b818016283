# Joint inclusion probabilities of R `sampling` (Debian's r-cran-sampling), at 17 digits: Rscript tests/reference/sampling.R
# writes tests/reference/r-sampling.csv, read by tests/all/joint.rs. Certainty units are left out first, as the methods want it.
suppressPackageStartupMessages(library(sampling))
set.seed(1)
towns <- read.csv("data/linshui-2020/towns.csv")$residents
frames <- list(
  usual = list(c(30, 25, 10, 8, 6, 5, 4, 4, 4, 4), 3),
  six = list(c(1, 2, 3, 4, 5, 6), 2),
  equal = list(rep(1, 7), 3),
  towns = list(towns, 5),
  towns10 = list(towns, 10)
)
methods <- list(
  "sampford" = UPsampfordpi2,
  # What UPmaxentropypi2 does, but with the parameters found to the last digit instead of to 1e-6.
  "conditional-poisson" = function(p) { q <- UPMEpiktildefrompik(p, eps = 1e-15); UPMEpik2frompikw(p, q / (1 - q)) },
  "tille" = UPtillepi2,
  "pps-systematic" = UPsystematicpi2
)
rows <- list()
for (f in names(frames)) {
  sizes <- frames[[f]][[1]]; n <- frames[[f]][[2]]
  p <- inclusionprobabilities(sizes, n)
  open <- p < 1 - 1e-12
  p <- p[open]
  for (m in names(methods)) {
    joint <- methods[[m]](p)
    for (i in seq_along(p)) for (j in i:length(p))
      rows[[length(rows) + 1]] <- sprintf("%s,%s,%d,%d,%.17g,%.17g", f, m, i - 1, j - 1, if (i == j) p[i] else joint[i, j], p[i])
  }
}
writeLines(c("frame,method,i,j,joint,p", unlist(rows)), "tests/reference/r-sampling.csv")
cat(length(rows), "values,", R.version.string, "sampling", as.character(packageVersion("sampling")), "\n")
