# R `sampling` on sizes like those of benches/select.rs: select_peers.R TASK
suppressPackageStartupMessages(library(sampling))
task <- commandArgs(TRUE)[1]
set.seed(1)
timed <- function(name, f) { t <- system.time(r <- f())[["elapsed"]]; cat(sprintf("R %s: %.3f s\n", name, t)) }
p <- function(N, n) inclusionprobabilities(exp(2 * runif(N)), n)
if (task == "srs") timed("srswor n = 100,000 of ten million", function() srswor(1e5, 1e7))
if (task == "pps") { q <- p(1e7, 1e5); timed("UPsystematic n = 100,000 of ten million", function() UPsystematic(q)) }
if (task == "pareto") { q <- p(1e7, 1e5); timed("UPopips Pareto n = 100,000 of ten million", function() UPopips(q, "pareto")) }
if (task == "maxentropy") { q <- p(20000, 2000); timed("UPmaxentropy n = 2000 of 20,000", function() UPmaxentropy(q)) }
if (task == "sampford") { q <- p(20000, 2000); timed("UPsampford n = 2000 of 20,000", function() UPsampford(q, max_iter = 20000)) }
if (task == "brewer") { q <- p(20000, 2000); timed("UPbrewer n = 2000 of 20,000", function() UPbrewer(q)) }
if (task == "tille") { q <- p(20000, 2000); timed("UPtille n = 2000 of 20,000", function() UPtille(q)) }
if (task == "cube") { q <- p(1e5, 1000); X <- cbind(q, matrix(runif(1e6), 1e5)); timed("samplecube N = 100,000, 10 variables", function() samplecube(X, q, order = 1, comment = FALSE)) }
