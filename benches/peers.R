# R `survey` on the file of benches/peers.sh: peers.R TASK FOLDER
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(TRUE); task <- arguments[1]
data <- read.csv(file.path(arguments[2], "million.csv"))
design <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = data)
y <- ~y1 + y2 + y3 + y4 + y5 + y6
timed <- function(name, f) cat(sprintf("R %s: %.2f s\n", name, system.time(f())[["elapsed"]]))
if (task == "mean10domains") timed("6 means by 10 of the 79 domains", function() svyby(y, ~unit, subset(design, unit < 10), svymean))
if (task == "mean79") timed("6 means by 79 domains", function() svyby(y, ~unit, design, svymean))
if (task == "mean10000") timed("6 means by 10,000 domains", function() svyby(y, ~fine, design, svymean))
if (task == "bootstrap") { boot <- as.svrepdesign(design, type = "subbootstrap", replicates = 500); timed("bootstrap, 6 means by 79 domains", function() svyby(y, ~unit, boot, svymean)) }
if (task == "rake") { total <- sum(data$w); margin <- function(v) { l <- sort(unique(data[[v]])); setNames(data.frame(l, total / length(l)), c(v, "Freq")) }
  timed("rake 4 margins", function() rake(design, list(~m1, ~m2, ~m3, ~m4), lapply(c("m1", "m2", "m3", "m4"), margin), control = list(maxit = 100, epsilon = 1e-9))) }
if (task == "table") timed("table 2 x 5 with chi-square", function() svychisq(~m1 + m2, design))
if (task == "quantile") timed("3 quantiles by 79 domains", function() svyby(~y1, ~unit, design, svyquantile, quantiles = c(.25, .5, .75)))
