## Words used everywhere

word-between-clauses = ;{ " " }
word-between-names = ,{ " " }
word-between-sentences = { " " }
word-category = category
word-certainty = certainty
word-class = class
word-comma = ,{ " " }
word-composite = composite
word-composite-2 = composite
word-coverage = coverage
word-data-quality = data quality
word-earlier = earlier:{ " " }
word-example = example
word-groups = groups
word-in-brackets = { " " }({ $text })
word-insufficient = insufficient
word-interval = { " " }interval
word-largest-z = largest z
word-level = level
word-mean-bias = mean bias
word-no-composite = no composite
word-rank = rank
word-rank-set = rank set
word-score = score
word-se = SE
word-stated-se = stated SE
word-stratum = stratum
word-survey = survey
word-tied-people-decide = tied: people decide
word-true-rank = true rank
word-true-score = true score
word-true-se = true SE
word-unit = unit
word-valid = valid
word-within = within
word-weight = weight

## The command

cli-some-replicates-lack-the-domain = –: no standard error where nothing varies, or where some replicates have no row of the domain (linearisation, without `--replicates`, gives one there).
cli-a-quantile-so-near-an-end = A quantile so near an end has too few answers beyond it for an interval.
cli-a-share-of-0-or-1 = A share of 0 or 1 has no interval of this kind: use --interval korn-graubard or wilson.
cli-achieved = achieved
cli-adjusted = adjusted
cli-adjusted-because = { $unit } ({ $what }): { $from } → { $to }, because { $why }
cli-after = after
cli-all = all
cli-all-units = all units
cli-allocated = n = { $n }, cost { $cost }
cli-apart = apart
cli-assessed-apart = { " " }(assessed apart)
cli-before = before
cli-binds = binds
cli-bound = bound
cli-by = by
cli-by-2 = by
cli-cap = cap
cli-change-found = change found
cli-check-assessment = { $title }: { $units } units, { $periods } periods, { $rules } rules, no problems
cli-check-counts = { $units } units, { $questionnaires } questionnaires planned, accountability rules: { $rules }.
cli-check-each = { $units } units each
cli-clusters = { $clusters } clusters, { $take } of each, cost { $cost }
cli-contrast = contrast
cli-cost = , cost{ " " }
cli-date = date
cli-seq = seq
cli-kind = kind
cli-name = name
cli-hash = hash
cli-difference-found = difference found
cli-domain = domain
cli-draft = draft
cli-drawn = { $method }: { $n } of { $of } units
cli-drawn-by = drawn by
cli-edition = edition
cli-effective-n = effective n
cli-estimate = estimate
cli-factors = factors
cli-for-all-at-once = for all at once
cli-formal = formal
cli-formula = formula
cli-frame = frame
cli-full = full
cli-gap = gap
cli-ideal = ideal
cli-in-numbers = in numbers
cli-interrupted = interrupted; nothing half-written was kept
cli-inclusion-probability = inclusion probability
cli-invite = , invite{ " " }
cli-invite-2 = invite
cli-kish-deff = Kish deff
cli-largest-relative-error-of-a-balanced = largest relative error of a balanced total:{ " " }
cli-last = last
cli-last-is-last = last is last
cli-last-places-all-right = last places all right
cli-level = level
cli-margin = margin
cli-minimum = minimum
cli-missing = missing
cli-note = note: { $note }
cli-note-gb18030 = a text file is not UTF-8 and was read as GB18030
cli-note-sheet = sheet `{ $name }` was read; not read: { $others }
cli-note-qualtrics = rows { $first } to { $last } tell about the questions (Qualtrics) and are no answers: left out
cli-note-wenjuan = column `{ $column }` holds numbers that 问卷星 writes for questions that were not shown or left empty, and they are counted; if so, declare them: { $codes }
cli-note-wenjuan-answers = answers hold -3 or -2, which 问卷星 writes for questions that were not shown or left empty; they count as invalid until the plan names them under `scale.missing`
cli-note-unmet = { $file }: no answer holds { $words }, which the plan knows
cli-note-share-unmet = no row of `{ $variable }` has `{ $level }`: it counts as never chosen
cli-note-missing-code = the missing code `{ $code }` stands in none of the columns
cli-n = n
cli-no-problems-found = No problems found.
cli-no-standard-error-can-be-given = –: no standard error can be given, as in a domain with a single cluster, or for what such a domain takes part in.
cli-no-steps-yet = no steps yet
cli-no-whole-cells-meet-all-margins = no whole cells meet all margins; off by one or more:
cli-not-all-frame-files-are-there = Not all frame files are there yet, so the draw was not tried.
cli-note-column = note
cli-note-random-groups = note: weights are those of random groups; inclusion probabilities are the targets
cli-note-targets = note: inclusion probabilities are the targets; the method meets them approximately
cli-note-list-persons = the list has { $listed } persons, the plan wants { $planned } per unit
cli-note-all-staff-taken = unit `{ $unit }` lists { $listed } staff, all are taken ({ $planned } planned)
cli-note-own-employees = { $short ->
    [one] { $short } unit gets fewer than { $planned } because its own employees do not rate it
   *[other] { $short } units get fewer than { $planned } because their own employees do not rate them
}
cli-note-certainty-unit = `{ $town }` in { $stratum } is a certainty unit
cli-note-quota-stage = the last stage is a quota sample: it has no inclusion probability; weights assume a random sample within the village
cli-of = of
cli-operator = operator
cli-own-unit = own unit
cli-per-unit = per unit
cli-frame-rows = frame rows
cli-quota = quota
cli-quota-of = quota of
cli-quota-open = { $n } open
cli-quota-over = { $n } over
cli-rates = rates
cli-real = real
cli-pairs-left-out = The pairs of the { $units } units of { $category } are not listed, and no groups are made of them: there are too many.
cli-reliability = reliability { $reliability } (the part of the differences that is no chance); true sd between units { $sd } points
cli-replaced = { $n ->
    [one] one unit
    *[other] { $n } units
 } replaced, { $left } left in reserve; inclusion probabilities recomputed
cli-reserve = reserve
cli-result = result
cli-reviewed = reviewed
cli-role = role
cli-rounds = rounds
cli-rows = rows
cli-stage = stage
cli-standard-error-of-the-mean = , standard error of the mean{ " " }
cli-state = state
cli-statistic = statistic
cli-step = step
cli-sum = sum
cli-target = target
cli-test = test
cli-test-adjusted-wald = adjusted-wald
cli-test-chi-square = chi-square
cli-test-goodness-of-fit = goodness-of-fit
cli-test-rao-scott-f = rao-scott-f
cli-test-t = t-test
cli-test-wald = wald
cli-units = units
cli-value = value
cli-variable = variable
cli-weights = weights
cli-yes = yes

## Decisions

decide-approved-by = approved by
decide-capped-to = , capped to{ " " }
decide-clear = clear
decide-document = document
decide-example = { " " }(example)
decide-expected = { $category }: { $n } recommended, of them about { $wrong } expected to be wrong; { $missed } expected to be missed
decide-fewest-people = fewest people who could cross the line by changing their answers: { $list }
decide-indistinguishable = indistinguishable
decide-ledger-and-adjusted-scores-the-score = ledger and adjusted scores (the score itself does not change)
decide-likely = likely
decide-margin = margin { $margin }, SE { $se }, one-sided 95% bound { $bound }
decide-none = None.
decide-not-assessable = not assessable
decide-not-even-all = not even all of { $class }
decide-or = , or{ " " }
decide-people = { $n } of { $class }
decide-probability-that-it-truly-applies-about = probability that it truly applies: about{ " " }
decide-rank-moves = , rank { $before } → { $after }
decide-these-are-recommendations-people-decide = These are recommendations; people decide.
decide-tied-people-decide = , tied: people decide
decide-without-score-so-not-judged = without score, so not judged:{ " " }
decide-rules-not-judged = rules that were not judged, or not wholly:
decide-rule-not-judged = { $clause } { $name } ({ $whom }): { $why }

## Charts

chart-no-estimates = There are no estimates to show.
chart-no-estimate = no estimate
chart-estimates-note = Lines are the intervals given.
chart-title-league = composite scores
chart-title-bands = how satisfied people are
chart-title-heat = scores by indicator
chart-title-classes = scores by class of respondents
chart-title-change = change since the round before
chart-importance-needs-two = At least two indicators with scores are needed.
chart-importance-stated = Importance: the indicator’s weight in the plan (share)
chart-importance-derived = Importance: correlation with the rest of the same questionnaire
chart-performance = Score
chart-quadrant-first = important, lower scores: look here first
chart-quadrant-keep = important, higher scores: keep it up
chart-quadrant-later = less important, lower scores
chart-quadrant-enough = less important, higher scores
chart-importance-note-derived = Importance is derived from the answers of the class with the greatest weight, centred at each unit’s mean; it says what moves together, not what causes what.
chart-importance-note-stated = Importance is the indicator’s weight in the plan.
chart-importance-note-lines = The lines are the means of the indicators; right: importance / score.
chart-funnel-needs-three = At least three units with an error are needed.
chart-funnel-needs-errors = The standard error of a unit is not known, so there are no limits of chance.
chart-funnel-inside = inside the 95 % limits
chart-funnel-outside = outside the 95 % limits
chart-funnel-note = Dark curves: 95 % and 99.8 % limits that allow for true differences between units (sd { $between } points, centre { $centre }); light curves: sampling error alone.
chart-funnel-note-lines = Units outside differ from the others and deserve a look; it is no verdict.
chart-funnel-unnamed = { $n ->
    [one] One more unit has no room for its name.
   *[other] { $n } more units have no room for their names.
 }
chart-no-areas = There are no areas to compare.
chart-areas-note = Each area’s raters rate all units of the category together; no unit is judged by this.
chart-response-rate = Response (answered / drawn)
chart-response-count = Raters who answered
chart-dont-know-share = “Don’t know”, share of answers
chart-response-note = Response counts raters drawn; replacements count in their area.
chart-response-note-undrawn = The draw is not known, so only numbers of raters are shown.
chart-weights-alike = All design weights of this class are alike.
chart-design-weight = Design weight
chart-raters = Raters
chart-weights-note = { $raters } raters, weights { $least }–{ $most }, mean { $mean } (dashed). Design effect of unequal weights { $deff }, effective number about { $effective }.
chart-tree-none = This class was not drawn in stages.
chart-tree-certainty = certainty unit
chart-tree-not-drawn = not drawn
chart-tree-counts = { $drawn } of { $of }, then { $second }, { $raters } people
chart-tree-note = One sign per first-stage unit. Right: first-stage units drawn, of all; second-stage units drawn; people. { $rows } rows in the frame, { $raters } raters, { $questionnaires } questionnaires.
chart-title-ranks = ranks and their confidence sets
chart-title-importance = importance and performance
chart-title-funnel = funnel
chart-title-areas = scores by area
chart-title-response = response and “don’t know”
chart-title-weights = distribution of design weights
chart-title-tree = the sample by area
chart-a-missing-dot-no-score-of = A missing dot: no score of that class, or withheld.
chart-about = { $what }: { $figure }
chart-category-mean = category mean
chart-change-lines = Lines are { $interval }s of the change; the rounds’ samples are independent. Not adjusted for the number of comparisons: among { $n } units a few intervals exclude zero even if nothing changed.
chart-change-of-the-composite-score = Change of the composite score:{ " " }
chart-class-weight = { $class } (weight { $weight } %)
chart-composite-score = composite score
chart-composite-score-2 = Composite score
chart-each-cell-is-the-indicator-s = Each cell is the indicator’s score: the mean over classes of respondents with their weights.
chart-fall-interval-excludes-zero = fall, interval excludes zero
chart-hatched-a-class-has-no-score = Hatched: a class has no score there, or it is withheld.
chart-hollow-a-class-is-missing-the = Hollow: a class is missing, the others’ weights are scaled up.
chart-hundred-more = { $class }: 100 more per unit
chart-indicator-score = Indicator score
chart-interval = { $level } % confidence interval
chart-interval-includes-zero-no-clear-change = interval includes zero: no clear change
chart-ladder-set = { $level }% set, the unit by itself
chart-ladder-title = { $category }: ranks and their confidence sets
chart-line-where-95-of-100-surveys = line: where 95 of 100 surveys put it
chart-lines-are = Lines are { $interval }s.
chart-no-line-error-unknown = { $units ->
    [one] One unit has
   *[other] { $units } units have
} no line: the standard error is not known.
chart-mean-of-surveys-line-mean-1 = mean of surveys; line: mean ± 1.96 sd
chart-no-scores = no scores
chart-no-valid-answers = no valid answers
chart-not-comparable = not comparable
chart-numbers-are-percent-of-valid-answers = Numbers are percent of valid answers; classes of respondents count with their weight.
chart-questionnaires = { $range } valid questionnaires per unit.
chart-rank-1-is-best = rank (1 is best)
chart-rank-by-the-score = rank by the score
chart-right-the-share-of-surveys-in = Right: the share of surveys in which the unit comes last.
chart-rise-interval-excludes-zero = rise, interval excludes zero
chart-same-number-shared-best-over-classes = same number, shared best over classes
chart-score-of-each-class = Score of each class
chart-set-for-all-units-at-once = set for all units at once
chart-sets-follow-from-the-joint-covariance = Sets follow from the joint covariance of the scores (Mogstad et al. 2024). Right: the set of the unit by itself.
chart-simulated-it-shows-what-the-plan = Simulated: it shows what the plan can do and says nothing about any real unit.
chart-simulated-surveys = { $survey }, { $n } simulated surveys
chart-standard-error-of-a-composite-score = Standard error of a composite score
chart-standard-error-points = standard error (points)
chart-survey-and-round = { $survey }, { $round }
chart-the-dashed-line-is-the-mean = The dashed line is the mean of the units’ composites.
chart-the-grey-line-joins-the-lowest = The grey line joins the lowest and the highest score.
chart-the-middle-band-is-centred-on = The middle band is centred on the zero line.
chart-the-plan-as-it-is = the plan as it is
chart-there-are-no-class-scores-to = There are no class scores to show in this category.
chart-there-are-no-indicator-scores-to = There are no indicator scores to show in this category.
chart-there-are-no-valid-answers-to = There are no valid answers to show in this category.
chart-there-is-no-class = There is no class.
chart-there-is-no-comparable-round-before = There is no comparable round before.
chart-this-category-has-no-units = This category has no units.
chart-true-ranks-and-what-surveys-find = true ranks, and what surveys find
chart-true-scores-and-what-surveys-find = true scores, and what surveys find
chart-units-stand-in-the-order-of = Units stand in the order of their composites.
chart-withheld = withheld
chart-without-classes = { " " }Without classes that have no scores: { $classes }.
chart-zero-is-between-the-two-middle = Zero is between the two middle bands.

## The report

report-draw-notes = Notes of the draw
report-strongest = highest score
report-weakest = lowest score
report-end-withheld = not said: { $n ->
    [one] one score is
   *[other] { $n } scores are
 } withheld
report-not-told-apart = what cannot be told apart
report-ends-caption = The two ends of each category, and what cannot be told apart
report-told-apart = { $open } of { $pairs } pairs; { $certain } of { $units } ranks are certain
report-simulated-rule-table = How often each rule is right and wrong
report-simulated-level-table = Bias, standard errors and coverage
report-simulated-class-table = What more interviews in each class would buy
report-about-spread = Reliability { $reliability }, true sd between units { $sd } points.
report-adjusted-p = p (adjusted)
report-annex = Annex
report-answered = answered
report-areas-caption = { $category }: scores by area
report-areas-note = The questionnaires of an area’s raters about all units of a category are scored together, with standard errors by the design. Areas have different raters; no unit is judged by this.
report-asked-caption = Units and indicators of each category
report-assessed-apart = Assessed apart: not to be compared with other categories.
report-by-area = Results by area
report-by-class = Results by class of raters
report-by-class-caption = { $category }: scores by class of raters
report-by-indicator = Results by indicator
report-categories-caption = Scores by category
report-change-caption = Change of the composite scores
report-change-in-short = Of { $units ->
    [one] one unit
   *[other] { $units } units
 } with a comparable round before, { $up } rose and { $down } fell (interval without zero, not adjusted for the number of comparisons); for { $open } no change can be told.
report-change-indicators-caption = Change of the indicator scores
report-change-most = The largest change is that of { $unit }: { $change } points ({ $interval }).
report-change-most-shown = Of the changes shown here the largest is that of { $unit }: { $change } points ({ $interval }).
report-choices = Choices made
report-classes-caption = Classes of raters: planned and achieved
report-classes-note = Units stand in the order of the composite. Classes differ in numbers and errors; a gap need not be more than chance.
report-comments = Open comments
report-comments-in-short = { $total } comments were coded by people with { $themes } themes, { $uncoded } of them with none; a comment can have several.
report-derived-importance = derived importance
report-diagnostic-caption = Units without composite: score over the classes there are (not ranked)
report-difference = difference
report-dont-know-share = “don’t know”
report-draw-caption = { $class }: the draw by stratum
word-drawn = drawn
report-expected-caption = Expected errors of the rules
report-expected-note = From the sampling errors of the scores: how many recommendations of each rule are expected to be wrong, and how many to be missed.
report-figure = Figure { $n }
report-filter = Filter
report-formal = formal edition
report-formula-errors = Standard errors: linearised contributions of raters, summed by stratum and primary sampling unit; finite population correction for lists; a census has standard error 0, with a panel standard error beside it; degrees of freedom of composites by Satterthwaite.
report-formula-ranks = Rank sets follow from the joint covariance of all scores (Mogstad, Romano, Shaikh & Wilhelm 2024) and contain the unit’s true rank with the stated confidence; comparisons in pairs are adjusted by Holm’s method.
report-formula-scores = Indicator score = points × (mean − min) ÷ (max − min), “don’t know” left out; the class score follows from the indicator scores by the setting `class-score`; composite = Σ weight × class score. All as exact fractions, rounded once at the end by GB/T 8170.
report-formulas = Formulas
report-highest = highest
report-important-and-low = Indicators of at least mean importance that score below the mean: { $indicators }.
report-indicator-with-score = { $indicator } ({ $score })
word-indicators = indicators
report-indicators-caption = { $category }: mean score and importance of the indicators
report-indicators-in-short = Averaged over the units, “{ $best }” scores highest ({ $high }) and “{ $worst }” lowest ({ $low }).
report-inputs-caption = Input files and their hashes
report-interval-of = { $level } interval
report-interval-signed = { $low } to { $high }
report-invalid-caption = Invalid answers ({ $n } in all, at most 100 listed)
report-set-aside-caption = Questionnaires set aside because of who gave them about which unit ({ $n } in all, at most 100 listed)
report-rater = rater
report-not-drawn = not drawn
report-not-assigned = unit not assigned
report-league-caption = { $category }: composite scores and ranks
report-lowest = lowest
report-made-in-short = { $units } units in { $categories } { $categories ->
    [one] category
   *[other] categories
 } are assessed on { $indicators } { $indicators ->
    [one] indicator
   *[other] indicators
 } by { $classes } { $classes ->
    [one] class
   *[other] classes
 } of raters; answers from { $min } to { $max } become scores of up to { $points } points.
report-made-withheld = Counts, weights and the draw are not described for { $classes }: some of their scores are withheld.
report-mean = mean
report-most-about = most often about
report-no-recommendations = The plan has no rules, or none applies.
report-no-weak-points = No unit is clearly below the others of the category in any indicator.
report-weak-points-not-tested = { $n ->
    [one] One indicator could
   *[other] { $n } indicators could
} not be tested: the standard error of a unit is not known.
report-weak-points-withheld = Scores of this category are withheld in this edition, so points where a unit is clearly below the others are not listed.
report-not-judged = Without composite, so not judged: { $units }.
report-number = number
report-others = mean of the others
report-people = people
report-people-decide = The rules recommend; people decide. Clear: the one-sided 95% bound is on the rule’s side too (for places: its one-sided 95% rank bound is among them). Likely: the 80% bound is. Otherwise the data cannot tell.
report-preliminary = preliminary edition
report-preliminary-notice = This edition is preliminary: numbers may change when everything has been checked.
report-probability-applies = probability that it applies
report-problems = Problems that the data show
report-problems-in-short = Found by fixed criteria: indicators in which a unit is clearly below the others of its category (two-sided t, adjusted by Holm over all units and indicators of the category), and indicators that matter more and score lower. Facts only, no advice.
report-quality-caption = Questionnaires by class of raters
report-questionnaire = Questionnaire
report-questionnaires = questionnaires
report-quote = “{ $text }”
report-quotes-note = Quotes are drawn by the public seed, not chosen by anybody; telephone numbers, addresses, identity numbers and names are taken out. People must still read them before they leave the house.
report-rank-of = rank { $rank }
report-ranks-within = Units are ranked within their category only; categories are not compared.
report-ranks-withheld = { $n ->
    [one] One composite score of this category is withheld and could stand anywhere
   *[other] { $n } composite scores of this category are withheld and could stand anywhere
 }: a rank is said as the range that this leaves. Which differences are more than chance is not published here either; where the intervals of two units mostly overlap, their order says little.
report-recommendations-caption = Recommendations and their evidence
report-response-by-area = Response by area
report-response-caption = Response and “don’t know” by area
report-response-rate = response
report-run-by-of = { $category }: run by { $by }
report-scale = Every indicator is answered from { $min } to { $max }: { $bands }; “{ $unknown }” is left out.
report-sensitivity-caption = Sensitivity: without straight-lined raters, census as a panel, leaving out one member
report-settings-caption = Settings and their values
report-share = share
report-spread-of-classes = widest gap
report-stated-importance = stated weight
report-table = Table { $n }
report-theme = theme
report-themes-caption = Themes of the comments
report-tied-across = { " " }(tied across the cut: people decide)
report-tip = { $n } valid, { $level } interval { $interval }, SE { $se }
report-tip-uncounted = { $level } interval { $interval }, SE { $se }
report-unit-caption = { $unit }: by class and indicator
report-unit-with-count = { $unit } ({ $n })
word-units = units
report-version = minyi { $version }; public seed phrase: { $seed }
report-weak-points = { $units ->
    [one] One unit
   *[other] { $units } units
 } { $units ->
    [one] is
   *[other] are
 } clearly below the others in { $points ->
    [one] one point
   *[other] { $points } points
 }.
report-weak-points-caption = { $category }: clearly below the others
report-weak-points-caption-first = { $category }: clearly below the others (the clearest { $n })
report-with-an-earlier-edition = with an earlier edition would give answers away
report-withheld-caption = Scores that are withheld
report-withheld-besides = What could give a withheld score away is left out with it: counts, weights and the draw of its class; mean, extremes, rank sets, weak points, importance and areas of its category; sensitivities and findings.
word-area = area
word-column = column
word-consequence = recommendation
word-evidence = evidence
word-expected-missed = expected missed
word-expected-wrong = expected wrong
word-file = file
word-indicator = indicator
word-know-nothing = know nothing
word-recommended = recommended
word-row = row
word-rule = rule
word-support = support
word-value = value
report-95-of-ranks = 95% of ranks
report-about-change = Compared with { $previous }; the two samples are independent, so both errors enter; p-values are not adjusted for the number of comparisons.
report-about-rank-sets = Rank set: where the unit truly stands, with { $level }% confidence. Units that share a letter cannot be told apart (Holm). The probability of being last is secondary.
report-rank-sets-not-determined = The standard error of { $units ->
    [one] one unit
   *[other] { $units } units
} is not known: no rank set can be given for { $units ->
    [one] it
   *[other] them
}, those of the others are wider, and no probability of being last is given.
report-all = all
report-all-best = all best
report-at-least = ≥ { $cut }
report-bands = bands
report-before = before
report-best-number = best number
report-bias = bias
report-bias-standard-errors-coverage = Bias, standard errors, coverage
report-can-ranks-be-relied-on = Can ranks be relied on
report-change = change
report-change-2 = change
report-change-since-the-last-round = Change since the last round
report-contents = Contents
report-counted = counted
report-data-quality = Data quality
report-design-weights = design weights
report-diagnostic-score = diagnostic score
report-dont-know = don't know
report-draw-in-short = { $rows } rows in the frame, { $raters } raters drawn, { $questionnaires } questionnaires
report-drawn = drawn
report-drawn-elsewhere = drawn elsewhere
report-everybody = everybody
report-first-stage = first stage
report-how-it-was-made = How it was made
report-how-often-rules-are-wrong = How often rules are wrong
report-in-the-last-places = in the last places
report-input = input
report-internal-edition = internal edition
report-interval = interval
report-intervals = intervals
report-invalid = invalid
report-last = last
report-leave-one-out-range = leave-one-out range
report-missed = missed
report-missing = missing
report-multi-stage-pps-quotas = multi-stage, PPS, quotas
report-not-ranked = Not ranked.
report-not-surely-first = : first place is not certain
report-not-surely-last = : last place is not certain
report-now = now
report-other-language = 中文
report-own-unit = own unit
report-panel-se = panel SE
report-part-of-the-variance = part of the variance
report-per-unit = per unit
report-planned-per-unit = planned per unit
report-population = population
report-probability-last = probability last
report-provenance = Provenance
report-public-edition = public edition
report-rank-set-in-brackets = { " " }(rank set { $set })
report-raters = raters
report-reason = reason
report-received = received
report-received-2 = received
report-recommendations = Recommendations
report-recommendations-by-support = The rules make { $all ->
    [one] one recommendation
    *[other] { $all } recommendations
 }: { $clear } clear, { $likely } likely, { $open } that the data cannot decide.
report-recommended = recommended
report-renormalised = renormalised
report-results-by-category = Results by category
report-schedule = Schedule:{ " " }
report-se-with-100-more = SE with 100 more
report-second-stage-drawn = second stage drawn
report-listed = on the list
report-people-drawn = people drawn
report-setting = setting
report-simulated-best = The standard error of a composite is { $se } points; with the same number of interviews shared best it would be { $best } (every interview costs the same, censuses stay as they are, nobody on a list is asked twice).
report-simulated-category = { $category } ({ $units } units): the unit that comes last is truly last in { $last } of surveys; the last { $bottom } are all right in { $right }, { $hits } of them on average. A true difference of { $difference } points between two units is found with power 80%, and a true change of { $change } points from one round to the next.
report-simulated-errors = “True SE” is how much scores differ between surveys, “stated SE” what surveys say of themselves; they should agree, and { $level }% intervals should contain the truth { $level }% of the time. “Largest z” is the largest bias of a unit in units of its Monte Carlo error.
report-simulated-how = The whole plan was carried out { $repeats } times: a new sample, other people met, scored by the real rules. { $population } It shows what the plan can do and says nothing about any real unit.
report-straight-lined = straight-lined
report-stratified-systematic = stratified systematic
report-summary = Summary
report-surplus = surplus
report-surveys-with-a-wrong-one = surveys with a wrong one
report-systematic-random-start = systematic, random start
report-the-plan-has-no-rules = The plan has no rules.
report-the-population-is-invented-from-the = The population is invented from the survey's identifier and stays the same from survey to survey.
report-the-population-is-made-from-this = The population is made from this round's scores: mean opinions and shares of "don't know" are those that were found, and stay the same from survey to survey.
report-too-few-people = too few people
report-too-uncertain = too uncertain
report-truly = truly
report-truly-counts-the-units-to-which = “Truly” counts the units to which the rule applies by their true scores; the rest are means per survey. “Wrong” recommendations are those that the true scores do not justify.
report-unit-by-unit = Unit by unit
report-units-scored = { $units ->
    [one] One unit
    *[other] { $units } units
 }, { $scored } of them with a composite score{ $answers }. Units are ranked within their category only.
report-valid = valid
report-valid-per-unit = valid per unit
report-valid-questionnaires = ; { $valid } valid questionnaires
report-what-more-interviews-would-buy = What more interviews would buy
report-what-the-plan-can-tell = what the plan can tell
report-what-the-plan-can-tell-before = What the plan can tell, before it is run
report-withheld = withheld
report-withheld-list = { $n ->
    [one] One score is withheld in this edition; it is listed here.
    *[other] { $n } scores are withheld in this edition; they are listed here.
 }
report-without-straight-lined = without straight-lined
report-would-give-away-another = would give away another
report-wrong = wrong

## Letters

letter-title = Results of “{ $survey }” ({ $round })
letter-to = To: { $unit }
letter-opening = The survey “{ $survey }” ({ $round }) has been completed. Your unit belongs to the category “{ $category }” of { $units } units. These are its results.
letter-overall = Overall result
letter-details = Results by class of raters and indicator
letter-change = Change since the last round
letter-reading = How to read this
letter-no-score = There is no composite score ({ $why }).
letter-score = The composite score is { $score }, with a { $level } confidence interval of { $interval }; the mean of the category is { $mean }; { $valid } questionnaires were valid.
letter-score-error-unknown = The composite score is { $score }; its standard error is not known, so no interval can be given. The mean of the category is { $mean }; { $valid } questionnaires were valid.
letter-score-and-mean-error-unknown = The composite score is { $score }; its standard error is not known, so no interval can be given. The mean of the category is { $mean }.
letter-score-alone-error-unknown = The composite score is { $score }; its standard error is not known, so no interval can be given.
letter-score-alone = The composite score is { $score }, with a { $level } confidence interval of { $interval }.
letter-score-and-mean = The composite score is { $score }, with a { $level } confidence interval of { $interval }; the mean of the category is { $mean }.
letter-rank = It ranks { $rank } in its category.
letter-rank-not-determined = By its score it ranks { $rank } in its category; where it truly ranks cannot be told, because the standard error is not known.
letter-rank-open = By its score it ranks { $rank } in its category; what the data can tell is that it truly ranks { $set } (with { $level } confidence).
letter-rank-doubt = By its score it ranks { $rank } in its category; how sure that is cannot be told.
letter-rank-withheld = By its score it ranks { $ranks } in its category: { $n ->
    [one] the score of one other unit is withheld and could
   *[other] the scores of { $n } other units are withheld and could
 } stand anywhere.
letter-weak-point = “{ $indicator }” { $score } (mean of the others { $others })
letter-weak-points = Clearly below the other units of the category: { $points }.
letter-no-weak-points = No indicator is clearly below the other units of the category.
letter-weak-points-withheld = Scores of the category are withheld, so indicators clearly below the other units are not listed.
letter-withheld = Results that rest on few people, or from which such results could be worked out, are withheld: nobody’s answers are to be known.
letter-changed = The composite went from { $before } to { $after }, a change of { $change } (interval { $interval }, which excludes zero).
letter-not-changed = The composite went from { $before } to { $after } ({ $change }, interval { $interval }, which includes zero): no change can be told.
letter-change-not-determined = The composite went from { $before } to { $after } ({ $change }); whether that is more than chance cannot be told, because the standard error is not known.
letter-reading-text = Scores come from samples and have errors; { $level } confidence intervals show the uncertainty of sampling. Where the intervals of two units mostly overlap, their order says little. Answers are summed up; none of any person is shown.
letter-date = Date:

## The workbook

sheet-charts = charts
sheet-half-width = half width
sheet-shares-of-bands = { $category }: how satisfied people are
sheet-after = after
sheet-all-at-once-from = all at once from
sheet-all-at-once-to = all at once to
sheet-all-rows = all rows
sheet-answers-at-least = satisfied: answers ≥ { $cut }
sheet-assessed-apart-never-in-one-table = ; assessed apart, never in one table with others
sheet-before = before
sheet-categories = categories
sheet-changes = changes
sheet-changes-since-the-round-before = changes since the round before
sheet-choices = choices
sheet-class-scores = class scores
sheet-clause = clause
sheet-completed = completed
sheet-composites-and-ranks-of-this-category = composites and ranks of this category
sheet-confidence-sets-of-ranks-units-that = confidence sets of ranks; units that share a letter cannot be told apart
sheet-consequence = consequence
sheet-df = df
sheet-edition = edition
sheet-every-score-in-one-table-with = every score in one table with identifiers, for software
sheet-fewest-valid = fewest valid
sheet-finding = finding
sheet-findings = findings
sheet-from = from
sheet-half-even = half-way goes to the even digit (GB/T 8170)
sheet-half-up = half-way goes up
sheet-how-to-read = how to read
sheet-index = index
sheet-indicators = indicators
sheet-internal = internal
sheet-interval-high = interval high
sheet-interval-low = interval low
sheet-invalid-answers = invalid answers
sheet-invalid-listed = { $n } of { $all } invalid answers
sheet-margin = margin
sheet-most-valid = most valid
sheet-notice = notice
sheet-numbers-of-questionnaires-by-class = numbers of questionnaires by class
sheet-one-row-per-unit-and-class = one row per unit and class of respondents
sheet-one-row-per-unit-class-and = one row per unit, class and indicator, with the share of each band
sheet-one-sided-95-bound = one-sided 95% bound
sheet-own-unit = own unit
sheet-p-unadjusted = p (unadjusted)
sheet-planned = planned
sheet-provenance = provenance
sheet-public = public
sheet-rank-set-from = rank set from
sheet-rank-set-to = rank set to
sheet-rank-sets = rank sets
sheet-read-interval = Intervals are { $level }% confidence intervals; where those of two units mostly overlap, their order says little.
sheet-read-none = There is no such number; the column “status” says why.
sheet-read-rank = Ranks hold within one category only; never compare across categories.
sheet-read-recommendations = What the rules recommend; people decide.
sheet-read-score = Scores run from 0 to { $points }, rounded once from exact fractions; { $half }.
sheet-read-withheld = The public edition withholds scores with fewer than { $least } valid questionnaires, and scores that would reveal those.
sheet-recommendations = recommendations
sheet-reliability = reliability
sheet-round = round
sheet-scored-not-ranked = ; scored, not ranked
sheet-seed-phrase = seed phrase
sheet-severity = severity
sheet-sheets = sheets
sheet-status = status
sheet-support = support
sheet-support-of-this-comparison = support of this comparison
sheet-tie = tie
sheet-tied = tied
sheet-to = to
sheet-units-run-by = { $units ->
    [one] one unit
    *[other] { $units } units
 }; run by { $by }
sheet-rules-that-could-not-be-judged = Rules that could not be judged, or not wholly
sheet-units-that-no-rule-could-judge = units that no rule could judge
sheet-what-the-rules-recommend-one-row = what the rules recommend, one row per comparison; people decide
sheet-what-was-found-in-the-data = what was found in the data

## Errors and hints

error-row = row { $row }
error-position = column { $column }
error-column = column `{ $column }`
error-at = { $place }: { $message }
error-hint = hint: { $hint }
error-problems = { $n } problems
error-not-found = no such file or folder
error-permission-denied = permission denied
error-disk-full = no space left on the device
error-is-a-folder = it is a folder
error-part-is-no-folder = a part of the path is not a folder
error-read-only = the file system is read-only
error-cannot = cannot { $doing }: { $reason }
error-cannot-create-folder = cannot create the folder: { $reason }
error-cannot-read = cannot read: { $reason }
error-cannot-write = cannot write: { $reason }
error-cannot-write-folder = cannot write into the folder: { $reason }
hint-path-spelling = check the spelling of the path; relative paths in a plan start at the plan's folder
hint-other-place = choose another place with `--out`
hint-free-space = free some space or choose another place with `--out`; nothing half-written was kept
error-no-category = there is no category `{ $category }`
error-no-class = there is no class `{ $class }`
error-no-such-figure = `{ $of }` has nothing to show in a figure `{ $kind }`
hint-did-you-mean = did you mean `{ $name }`?
hint-figure-change = changes need a round before with the same indicators, classes and weights
hint-figure-ranks = rank sets need a ranked category with at least two scored units, a funnel five
hint-figure-areas = areas come from the outermost stratum of the area sample, the answers’ column `area`, or `responses.area` in the plan
hint-figure-tree = only classes drawn in stages by this tool have a tree
error-several-figures = { $n } figures do not fit into one file: { $names }
hint-several-figures = choose one with `--of`, or give a folder as `--out`
error-charts-are-svg-png = charts are not written as `.{ $ending }`
hint-end-in-svg-png = end the name in .svg or .png, or name a folder for all (make it first if its name has a dot)
error-no-scores-json = these are no scores: { $reason }
hint-scores-json = give the `scores.json` that `minyi score --out` or `minyi run` wrote
error-edition-of-another-round = this edition is of round `{ $round }`, the report of round `{ $wanted }`
error-edition-of-another-survey = the plan has no `{ $place }`: this edition is of another survey or another plan
error-edition-row-twice = `{ $place }` stands twice in this edition
error-edition-status = `{ $status }` is no status of a score
error-edition-incomplete = this edition is not whole: it has { $found } of the { $wanted } scores of the plan, the first that is missing is `{ $place }`
hint-earlier-edition = give the `scores.csv` of the earlier public edition just as it was published; with a part of it, what the two editions give away together would go out
error-nothing-to-draw = there is nothing to draw of kind `{ $kind }`
hint-nothing-to-draw = ranks, funnel, change and tree need the plan with its answers, not `scores.json`
error-no-kind = there is no kind of figure `{ $kind }`
hint-kinds = known are { $kinds }
error-no-number = `{ $value }` is not a number
error-comment-unit = `{ $unit }` is not a unit of the plan
error-comment-theme = `{ $theme }` is not a theme of the plan
hint-themes-and-units = write themes and units by their `id` in the plan; several themes are separated by `;`
error-no-document = the Word document cannot be written: { $reason }
error-no-picture = the picture cannot be made: { $reason }

# What is wrong with an input, and how to mend it
error-whole-sizes-miss-target = the whole sizes miss the target of `{ $variables }` in `{ $domain }`: { $whole }
error-no-strata = there are no strata
error-stratum-empty = stratum `{ $label }` is empty
hint-remove-from-table-strata = remove it from the table of strata
error-stratum-cost = stratum `{ $label }` has the cost { $cost }
hint-cost-number-above-0 = a cost is a number above 0
error-stratum-means-standard-deviations = stratum `{ $label }` has { $means } means and { $sds } standard deviations of { $variables } variables
error-mean-standard-deviation-stratum = `{ $variable }` has the mean { $mean } and the standard deviation { $sd } in stratum `{ $label }`
hint-means-numbers-standard-deviations = means are numbers, standard deviations numbers from 0
error-names-domains-strata-targets = `{ $name }` names { $domains } domains of { $strata } strata and { $cvs } targets of { $variables } variables
error-target-cv = a target CV of { $cv } for `{ $name }`
hint-target-number-above-0 = a target is a number above 0, such as 0.05
error-total-0-no-cv = the total of `{ $variables }` is 0 in `{ $domain }` of `{ $name }`: it has no CV
hint-set-no-target = set no target for it there
error-no-target = there is no target
hint-set-cv-least-one = set the CV of at least one variable in one type of domain
error-no-convergence-steps-variance = no convergence in { $most_steps } steps: a variance exceeds its target by a factor of 1 + { $largest }, the gap is { $gap }
hint-look-two-targets-say = look for two targets that say nearly the same and drop one
error-counts-sum-no-table = { $counts } counts that sum to { $unit } are no table of { $columns } columns
error-sizes-caps = { $sizes } sizes and { $caps } caps
error-cannot-give-strata-least = { $n } cannot give { $sizes } strata at least { $minimum } each ({ $least } in all)
hint-lower-minimum-per-stratum = lower the minimum per stratum or take more
error-wanted-strata-hold = { $n } are wanted, the strata hold { $most }
hint-take-fewer = take fewer
error-sizes-strata-left-all = the sizes of the strata that are left are all 0
error-sheet-no-cell = the sheet has no cell `{ $levels }`
hint-list-population-count-0 = list it in the population, with a count of 0 if it is empty
error-no-variables = there are no variables
error-variable-occurs-twice = the variable `{ $name }` occurs twice
hint-give-another-name = give it another name
error-variable-no-levels = the variable `{ $name }` has no levels
error-level-occurs-twice = the level `{ $level }` of `{ $name }` occurs twice
hint-merge-two = merge the two
error-cell-levels-variables = the cell `{ $cell }` has { $levels } levels of { $variables } variables
error-no-level = `{ $level }` is no level of `{ $name }`
hint-its-levels-are = its levels are { $levels }
error-cell-occurs-twice = the cell `{ $levels }` occurs twice
hint-add-counts-up = add its counts up
error-quota-sheet-0-interviews = a quota sheet for 0 interviews
error-all-counts-0 = all counts of { $what } are 0
error-counts-too-large-interviews = the counts of { $what } are too large for { $n } interviews
hint-give-them-thousands = give them in thousands
error-more-interviews-than-people = { $n } interviews of { $total } people: the first that is asked for too many is `{ $cell }`, where { $wanted } of { $count } would be interviewed
hint-fewer-interviews-or-counts = ask for at most { $total } interviews; shares are given as parts of a number that is larger than the interviews, such as 4870 of 10000
error-domain = domain `{ $label }`: { $message }
error-power-needs-no-sample = a power of { $power } needs no sample
hint-choose-power-0-5 = choose a power of 0.5 or more
error-overlap-correlation-difference-no = with this overlap and correlation the difference has no variance
hint-check-correlation = check the correlation
error-the-is = the { $name } is { $x }
hint-must-number = it must be a number { $range }
error-population-0 = the population is 0
error-size-total-needs-population = the size for a total needs the population
hint-give-n = give N
error-wilson-interval-margin-error = a Wilson interval has a margin of error, and neither a standard error nor a coefficient of variation
hint-give-margin-confidence-choose = give a margin and a confidence, or choose `wald`
error-coefficient-variation-needs-mean = a coefficient of variation needs the mean
hint-give-mean-standard-error = give the mean or a standard error
error-mean-no-coefficient-variation = with a mean of { $mean } there is no coefficient of variation
hint-give-margin-standard-error = give a margin or a standard error
error-precision-needs-units = this precision needs { $n } units
hint-accept-larger-error = accept a larger error
error-response-rate = the response rate is { $response }
hint-must-number-above-0 = it must be a number above 0 and at most 1
error-answers-response-rate-need = { $n } answers at a response rate of { $response } need { $invited } invitations, there are { $population } units
hint-accept-larger-error-raise = accept a larger error or raise the response rate
error-would-invited = { $invited } would have to be invited
hint-raise-response-rate = raise the response rate
error-the-difference-is = the difference is { $delta }
hint-give-smallest-difference-must = give the smallest difference that must be found
error-first-sample-both = { $share } of the first sample is in both
hint-must-above-0-most = it must be above 0 and at most { $most }, n₂∕n₁ or 1
error-the-correlation-is = the correlation is { $correlation }
hint-must-number-from-1 = it must be a number from −1 to 1
error-proportions-cannot-correlation = proportions of { $a } and { $b } cannot have a correlation of { $correlation }
hint-check-p-p-p = check it: (p₁₂ − p₁p₂)∕√(p₁(1−p₁)p₂(1−p₂)), p₁₂ the share with both
error-samples-overlap-one-population = samples that overlap are of one population, not of { $a } and { $b } units
hint-give-same-n-twice = give the same N twice
error-overlap-needs-more-units = { $n } of { $all } units would be needed in one of the overlapping samples
error-overlap-smaller-than-must-be = samples of { $a } and { $b } of { $all } units have at least { $least } in common, more than { $share } of the first
hint-raise-overlap = raise the overlap
error-intraclass-correlation = the intraclass correlation is { $delta }
hint-give-number-from-0 = give a number from 0 to 1; a negative estimate stands for 0
error-intraclass-correlation-0-larger = with an intraclass correlation of 0 the larger the take the better
hint-give-largest-take-cluster = give the largest take in a cluster
error-largest-take-cluster-0 = the largest take in a cluster is 0
error-budget-does-not-pay = a budget of { $budget } does not pay for two clusters with one element each, or there are no two clusters
hint-raise-budget = raise the budget
error-elements-clusters-show-no = { $n } elements in { $a } clusters show no intraclass correlation
hint-two-clusters-needed-none = two clusters are needed, none empty, one with two elements
error-value-not-finite-number = a value is not a finite number
error-all-values-same = all values are the same
hint-must-number-above-0-2 = it must be a number above 0
error-clusters-cannot-give-effective = { $all } clusters cannot give an effective sample of { $effective }
hint-accept-larger-error-raise-largest = accept a larger error, or raise the largest take
error-precision-costs = this precision costs { $cost }
error-stratum-occurs-more-than = stratum `{ $label }` occurs more than once
hint-merge-rows-give-them = merge its rows or give them different labels
error-stratum-cap-units = stratum `{ $label }` has a cap of { $cap } and { $population } units
hint-lower-cap = lower the cap
error-stratum-minimum-can-give = stratum `{ $label }` has a minimum of { $minimum } and can give at most { $cap }
hint-lower-minimum = lower the minimum
error-strata-get-nothing = of { $n } units none comes from { $strata }: nothing could be said of them, and estimates of the whole would leave them out
hint-say-minimum = say `--minimum 1` (2 lets a standard error be estimated in each), or `--minimum 0` if they may go empty
hint-minimum-or-numbers-by-stratum = give a `minimum` of 1 or more or a larger number; whoever wants none of a stratum gives each its number, as in `A=3,B=0`
error-stratum-standard-deviation = stratum `{ $label }` has the standard deviation { $sd }
hint-standard-deviation-number-from = a standard deviation is a number from 0
error-stratum-has-the = stratum `{ $label }` has the { $name } { $x }
hint-number-above-0 = a { $name } is a number above 0
error-stratum-no-which-needed = stratum `{ $label }` has no { $name }, which is needed here
hint-add-its = add its { $name }
error-exponent-power-allocation = the exponent of power allocation is { $exponent }
hint-choose-from-0-1 = choose it from 0 to 1
error-stratum-mean-no-coefficient = stratum `{ $label }` has the mean { $mean }: no coefficient of variation exists
error-sample-0-units = a sample of 0 units
error-units-wanted-minimum-sizes = { $n } units are wanted, the minimum sizes of the strata sum to { $least }
hint-lower-minima-take-more = lower the minima or take more
error-units-wanted-strata-can = { $n } units are wanted, the strata can give at most { $most }
hint-take-fewer-raise-caps = take fewer or raise the caps
error-units-left-over-rule = { $left } of { $n } units are left over: the rule gives nothing to { $idle }, and the others are full
hint-take-fewer-give-strata = take fewer, or give strata without variation a minimum
error-a-budget-of = a budget of { $budget }
hint-budget-number-above-0 = a budget is a number above 0
error-budget-does-not-pay-minimum = a budget of { $budget } does not pay for the minimum sizes of the strata, which cost { $least }
hint-lower-minima-raise-budget = lower the minima or raise the budget
error-budget-does-not-pay-one = a budget of { $budget } does not pay for one unit
error-standard-error-wanted = a standard error of { $se } is wanted
hint-standard-error-number-above = a standard error is a number above 0
error-stratum-minimum-0-without = stratum `{ $label }` has the minimum 0: without a unit of every stratum the mean cannot be estimated
hint-give-minimum-1-2 = give it a minimum of 1, or 2 if the variance is to be estimated
error-standard-error-cannot-reached = a standard error of { $se } cannot be reached: with { $high } units it is { $scale }
hint-raise-caps-accept-larger = raise the caps or accept a larger standard error
error-embedded-font-charts-cannot = the embedded font of the charts cannot be read
error-cannot-make-picture-pixels = cannot make a picture of { $width } × { $height } pixels
hint-choose-scale-between-0 = choose a scale between 0.5 and 4
error-chart-cannot-drawn = the chart cannot be drawn: { $error }
error-power-allocation-needs-exponent = power allocation needs an exponent
hint-say-exponent-0-5 = say `--exponent 0.5`
error-how-many-not-said = how many is not said
hint-say-n-budget-se = say `--n`, `--budget`, `--se-mean` or `--se-total`
error-not-form = `{ $text }` is not of the form { $shape }
hint-write = write { $shape }
error-no-number-2 = `{ $text }` in `{ $of }` is no number
error-bethel-rule-needs-variable = Bethel's rule needs a variable
hint-say-variable-name-mean = say `--variable name:mean-column:sd-column:cv`, once for each
error-steps-start-from-weight = the steps start from the weight `{ $base }`, the design from `{ $weight }`
hint-name-same-weight-both = name the same weight in both, or only in one
error-no-row-fulfils = no row fulfils `{ $column }{ $operator }{ $value }`
hint-check-spelling-conditions-do = check its spelling, and that the conditions do not exclude each other
error-no-number-compare = `{ $value }` is no number to compare with
hint-compare-categories = compare categories by `=` or `!=`
error-no-condition = `{ $text }` is no condition
hint-write-column-level-column = write it as `column=level`, `column=a,b`, `column!=level` or `column>=18`
error-no-way-make-replicates = `{ $text }` is no way to make replicates
hint-use-jk1-jkn-jk2 = use jk1, jkn, jk2, brr, fay=0.3, bootstrap=500 or sdr=80
error-too-many-replicates = { $n } replicates are asked for, at most { $most } are made
hint-fewer-replicates = 80 to 1000 are enough for a standard error
error-bootstrap-needs-seed = a bootstrap needs a seed
hint-give-phrase-others-can = give a phrase that others can repeat it by: `--seed PHRASE`
error-is-no = `{ $name }` is no { $what }
hint-use = use { $choices }
error-no-pair = `{ $v }` is no pair
hint-write-two-columns-b = write two columns as `a/b`
error-several-pairs = `{ $v }` can be read as several pairs of columns
error-contrast-no-number = `{ $c }` in the contrast `{ $text }` is no number
hint-write-1-1-0 = write it as 1,-1,0
error-no-two-numbers = `{ $text }` is not two numbers
hint-write-two-numbers = write them with a comma between them, as 0.6,0.5
error-no-entry = there is no entry { $seq }
hint-entries-1 = entries are 1 to { $entries }
error-no-day = `{ $text }` is no day
hint-write-days-2013-10 = write days as 2013-10-31
error-store-empty = the store is empty
hint-minyi-history-add-enters = `minyi history add` enters a round
error-store-several-surveys = the store has several surveys
hint-say-survey-one = say `--survey` with one of { $surveys }
error-no-share = `{ $s }` is no share
hint-write-level-0-4 = write it as level=0.4
error-level-two-shares = the level `{ $level }` has two shares
hint-give-each-level-one-share = give each level one
error-file-not-folder = it is a file, not a folder
error-name-of-a-file = a folder is wanted, and this is the name of a file (.{ $ending })
error-rounding-quotas-chance-needs = rounding quotas by chance needs a seed phrase, and none is made up here
hint-say-seed-phrase-can = say `--seed 'a phrase that can be published'`
error-not-class = `{ $class }` is not a class
error-no-certificate-sample = this is no certificate of a sample: { $e }
error-certificate-not-verified = drawing again does not confirm the certificate ({ $n ->
    [one] 1 difference
   *[other] { $n } differences
 }): { $first }
error-drawn-then-not-drawn = `{ $unit }` was drawn then and is not drawn now
hint-give-seed-survey-strata = give the seed, survey, strata and shift of the earlier sample, and at least its number for each stratum
error-only-samples-srs-sequential = only samples of srs, sequential-poisson, bernoulli and poisson contain smaller ones of the same seed; or call reserves
error-neither-method-frame-nor = neither a method and a frame nor a design is given
error-draw-needs-seed-phrase = a draw needs a seed phrase, and none is made up here
hint-choose-one-can-published = choose one that can be published, such as a sentence and the date, and say `--seed 'that phrase'`
error-how-many-units-draw = how many units to draw is not said
hint-n-100-n-3 = `--n 100`, `--n 'A=3,B=5'`, or `--n-from` a table of `minyi allocate`
error-no-number-units = `{ $text }` is no number of units
hint-give-whole-number-0 = give a whole number, 0 or more
error-no-stratum-number = `{ $part }` is no stratum with its number
hint-write-them-3-b = write them as 'A=3,B=5'
error-stratum-two-numbers = stratum `{ $label }` has two numbers
hint-give-each-stratum-one = give each stratum one
error-numbers-given-stratum-but = numbers are given by stratum, but no strata
hint-name-their-columns-strata = name their columns with `--strata`
error-stratum-twice = stratum `{ $label }` is there twice
hint-give-each-stratum-one-number = give each stratum one number
error-answers-can-invented-only = answers can be invented only for classes that are drawn here
error-true-score-known-only = the true score is known only where a class score is a mean of indicators
hint-set-class-score-mean = set `class-score` to `mean-of-indicators` or `indicator-weights` to repeat the plan
error-precision-not-given = the precision is not given
hint-say-margin-se-cv = say `--margin`, `--se` or `--cv`
error-what-compared-not-given = what is compared is not given
hint-p-0-6-0 = `--p 0.6,0.5` for proportions, `--sd 2,2 --difference 0.3` for means
error-neither-budget-nor-precision = neither a budget nor a precision is given
hint-say-budget-se-sd = say `--budget`, `--se` with `--sd`, or `--cv` with `--element-cv`
error-no-certificate = this is no certificate: { $e }
error-plan-not-folder-above = the plan `{ $file }` is not in the folder above
hint-name-plan = name it with `--plan`
error-sample-frames = the sample has { $frames } frames
hint-put-them-beside-certificate = put them beside the certificate and leave `--frame` out
hint-name-frame-frame = name the frame with `--frame`
error-no-steps = there are no steps
hint-write-them-step-step = write them as `[[step]]` with `[step.rake]` and so on, see `minyi weigh --help`
error-base-weights-not-named = the base weights are not named
hint-write-weight-column-top = write `weight = "column"` at the top, or `weight = "1"` for equal weights
error-step = step { $i } ({ $name }): { $message }
error-column-already = there is a column `{ $name }` already
hint-choose-another-name-name = choose another name with `--name`
error-tables-written-csv-parquet = tables are written as .csv or .parquet
hint-end-name-file-one = end the name of the file in one of them
error-no-way-make-replicates-given = no way to make replicates is given
hint-say-replicates-jkn-brr = say `--replicates jkn`, brr, fay=0.3, bootstrap=500 or sdr=80
error-no-yet = there is no { $what } yet
error-clause-twice = the clause `{ $id }` is there twice
hint-give-each-identifier-own = give each an identifier of its own
error-cap-number-above-0 = a cap is a number above 0, for points up and down alike
error-clause-no-levels = clause `{ $id }` has no levels
hint-name-them-their-points = name them with their points, or use `each`
error-rule-ends-before-begins = the rule ends on { $until }, before it begins on { $from }
hint-swap-two-days-mend = swap the two days, or mend one
error-found-expected-percentage-above = found { $shown }, expected a percentage above 50 and below 100
hint-95-usual-one = 95 is the usual one
error-grades-money-given-everybody = grades and money are given to everybody and cannot be guarded
hint-guard-rules-follow-from = guard the rules that follow from them
error-rule-no-consequence = rule `{ $id }` has no consequence
hint-add-consequence-zh-en = add `consequence = { "{" } zh = …, en = … { "}" }`, or steps
error-rule-says-itself-what = rule `{ $id }` says itself what it recommends and has a consequence too
error-grades-amounts-consequences-remove = its grades or amounts are its consequences: remove one of the two
error-rule-steps-consequence = rule `{ $id }` has steps and a consequence
hint-steps-consequences-remove-one = steps are its consequences: remove one of the two
error-step-does-not-say = the step does not say when it is reached
hint-add-times-2-running = add `times = 2` or `running = 2`
error-step-reached-no-later = the step is reached no later than the one before, which would never count
hint-order-steps-from-mild = order steps from mild to severe, each reached later
error-fall-0-places-none = a fall by 0 places is none
hint-use-1-more = use 1 or more
error-does-not-say-how = it does not say how many events
error-one-matter-none = events about one matter, and those of this round, are counted from 1 on
hint-one-matter-at-least = add `at-least = 1` or more
error-event-without-matter = an event of clause `{ $clause }` does not say what it is about; rule `{ $rule }` counts by matters
hint-event-matter = name the problem or case in the column `matter`, the same each time
hint-add-least-1-most = add `at-least = 1` or `at-most = 0`
error-least-most-never = at least { $low } and at most { $high } is never
error-rounds-running-no-series = { $rounds } rounds running is no series
hint-use-2-more-condition = use 2 or more, or the condition alone
error-numbers-do-not-fit = the numbers do not fit: at least 2, and no more than the rounds looked at
error-list-conditions-empty = the list of conditions is empty
error-grades-do-not-cover = the grades do not cover 0 to { $points } exactly once: { $fault }
hint-square-brackets-include-number = square brackets include the number, round ones do not: `[60, 80)` holds 60 and not 80
error-rewards-fines-more-than = { $first } rewards and { $last } fines are more than the { $units } units of a category
error-unit-cannot-rewarded-fined = a unit cannot be rewarded and fined for one place
error-neither-rewards-nor-fines = there are neither rewards nor fines
error-amounts-above-0-fines = amounts are above 0; fines are fines by their list, not by a sign
error-grades-money-rules-their = grades and money are rules of their own
hint-take-them-out-other = take them out of the other condition
error-0-units-nobody = the { $end } 0 units are nobody
error-units-all-them = the { $end } { $k } of { $units } units are all of them
hint-use-smaller-number-name = use a smaller number, or name the categories that the rule is for
error-found-expected-percentage-above-0 = found `{ $percent }`, expected a percentage above 0 up to 100
error-limit-outside-0 = the limit { $limit } is outside 0–{ $points }
error-no-adjusted-score-without = there is no adjusted score without a ledger
hint-name-ledger-file-clauses = name the ledger's file and its clauses
error-rules-rules-give-same = rules `{ $later }` (rules.{ $at }) and `{ $earlier }` give the same units grades by different bands
hint-keep-one-them-give = keep one of them, or give them categories or days that do not meet
error-rules-rules-same-clause = rules `{ $later }` (rules.{ $at }) and `{ $earlier }` have the same clause and condition and different consequences
hint-one-clause-says-one = one clause says one thing: keep one of them, or make steps of them
error-not-unit = `{ $name }` is not a unit
error-after-end-round = { $day } is after the end of the round
hint-enter-ledger-round-which = enter it in the ledger of the round to which it belongs, or mend the round's `date`
error-the-is-missing = the { $what } is missing
hint-entry-nobody-can-trace = an entry that nobody can trace does not count
error-not-clause = `{ $clause }` is not a clause
error-document-entered-under-row = document `{ $document }` is entered for `{ $unit }` under `{ $clause }` in row { $row } already
error-event-counts-once-remove = an event counts once; remove one of the two, or mend the number
error-no-number-3 = `{ $points }` is no number
hint-write-points-2-1 = write points as 2 or -1.5
error-clause-no-levels-found = clause `{ $id }` has no levels, found `{ $level }`
hint-leave-level-empty-give = leave the level empty, or give the clause points `by-level`
error-not-level-clause = `{ $level }` is not a level of clause `{ $id }`
error-points-outside-bounds-clause = { $points } points are outside { $bounds }, the bounds of clause `{ $id }`
hint-mend-points-clause = mend the points or the clause
error-clause-needs-points = clause `{ $id }` needs points
hint-say-how-many-within = say how many, within { $bounds }
error-found-points-clause-gives = found { $stated } points, clause `{ $id }` gives { $due }
hint-leave-points-empty-mend = leave the points empty, or mend them
error-found-expected-number-from = found `{ $cell }`, expected a number from { $least }{ $up_to }
error-checked-twice = `{ $unit }` is checked twice on { $day }
hint-give-one-score-per = give one score per unit and day
error-checks-least-needed = `{ $units }` has { $checks } checks, at least { $at_least } are needed
hint-enter-missing-checks-mean = enter the missing checks; a mean of fewer is not what the scheme says
error-event-row-ledger-after = the event of { $date } (row { $row } of the ledger) is after the last check of `{ $units }`
hint-belongs-next-year-first = it belongs to the next year's first check, or a check is missing
error-period-ends-here-another = period `{ $period }` ends on { $day } here and on another day above
hint-period-one-last-day = a period has one last day
error-two-scores-period = `{ $unit }` has two scores in period `{ $period }`
error-two-scores = two scores for `{ $unit }`
error-no-score = no score for `{ $unit }`
hint-give-each-unit-one = give each unit one
error-no-score-period = `{ $units }` has no score in period `{ $id }`
hint-enter-ranks-need-every = enter it; ranks need every unit
error-task-row-already = `{ $unit }` has task `{ $task }` in row { $first } already
hint-enter-task-once = enter a task once
error-done-due-no-completion = { $done } done of { $due } due is no completion ratio
hint-done-most-what-due = done is at most what was due, and something was due
error-points-tasks-sum-not = the points of `{ $units }`'s tasks sum to { $all }, not to { $points }
hint-share-out-all-points = share out all points over the tasks
hint-choose-lonely-psu-centre = choose `--lonely-psu` centre, average, certainty or skip, or in a design file `lonely-psu = { "{" } collapse = { "{" } lonely = "neighbour" { "}" } { "}" }`
hint-bootstrap-cannot-centre-use = the bootstrap can neither centre nor average: use certainty or skip, or jkn replicates
error-no-rows = there are no rows
error-weight-expected-number-not = the weight is { $weights }, expected a number that is not negative
hint-rows-take-no-part = rows that take no part have weight 0
error-all-weights-0 = all weights are 0
hint-weight-says-how-many = a weight says how many of the population a row stands for
error-largest-weight = the largest weight is { $most }
hint-scale-weights-so-they = scale the weights so that they count the population
error-jk1-designs-without-strata = JK1 is for designs without strata
hint-use-jkn = use jkn
error-fay-is = Fay's ρ is { $rho }
hint-least-0-below-1 = it is at least 0 and below 1; 0.3 to 0.5 are usual
error-fewer-than-2-replicates = fewer than 2 replicates have no spread
hint-500-usual-bootstrap-80 = 500 is usual for the bootstrap, 80 for SDR
error-stratum-single-cluster-jackknife = stratum `{ $name }` has a single cluster: the jackknife cannot leave it out
hint-choose-lonely-psu-centre-average = choose `--lonely-psu` centre, average, certainty, skip, or collapse with a neighbour
error-no-cluster-can-left = no cluster can be left out: the sample is a census or has one cluster only
error-balanced-replication-needs-pairs = balanced replication needs pairs of clusters; these strata have an odd number: { $odd }
hint-use-jkn-bootstrap-merge = use jkn or bootstrap, or merge strata
error-replicates-made-before-weighting = replicates are made before weighting steps, which are then replayed on each
error-replicates-know-first-stage = replicates know the first stage only, and the variance of this design has { $stages }
hint-leave-first-fpc-out-or-linearise = leave `fpc` of the first stage out, which is on the safe side, or take no replicates
error-pps-and-replicates = `pps` and `replicates` are two ways to a variance, of which only one can be taken
hint-leave-pps-or-replicates-out = leave one of them out
error-pps-form-without-pairs = `pps-form` is for `hartley-rao` and `joint`
hint-leave-pps-form-out = leave `pps-form` out
error-joint-needs-no-lonely-rule = joint probabilities need no rule for strata with a single cluster
hint-leave-lonely-psu-out = leave `lonely-psu` out
hint-several-stages-by-approximation = take brewer, hajek or hartley-rao, which know several stages
error-no-replicate-column = no column of replicate weights fits `{ $pattern }`
hint-pattern-of-replicates = columns that the design names otherwise, such as its weight, are no replicates; write a pattern of the others
error-scale-of-replicates = `scale` is above 0, and no number of `rscales` is below 0
hint-scale-of-replicates = take them from the documentation of the replicate weights
error-variance-needs-inclusion-probabilities = the variance needs inclusion probabilities
hint-name-their-column-fpc = name their column as `fpc` of the first stage
error-rscales-replicates = { $rscales } rscales for { $count } replicates
hint-give-one-each-column = give one for each column, or none
error-columns-joint-probabilities-rows = { $names } columns of joint probabilities for { $n } rows
hint-give-one-column-each = give one column for each row; rows are the units
error-inclusion-probability = the inclusion probability is { $p }
hint-above-0-most-1 = it is above 0 and at most 1
error-joint-probability = the joint inclusion probability is { $p }
hint-joint-probability-between = it is above 0, at most the smaller of both rows' own probabilities, and the same with rows exchanged
error-drawn-independently = this row was drawn independently of all others, which leaves nothing of its variance in Sen–Yates–Grundy's form
hint-use-pps-form-ht = write `pps-form = "ht"`: the other form is for samples of fixed size
error-inclusion-probability-varies-within = the inclusion probability varies within a cluster: { $known } and { $p }
error-no-weights = there are no weights
hint-name-their-column-weight = name their column with `--weight`, give one number for all, or give the finite population correction of every stage
error-no-stratum-collapse = there is no stratum `{ $name }` to collapse
hint-the-strata-are = the strata are { $levels }
error-collapsing-strata-needs-population = collapsing strata needs population counts, not fractions, as finite population correction
error-no-strata-to-collapse = the first stage has no strata to collapse
hint-name-strata-or-leave-collapse = name their column as `strata`, or leave `collapse` out
error-collapse-in-circle = stratum `{ $name }` is collapsed in a circle
hint-collapse-into-one-that-stays = collapse it with a stratum that is not collapsed itself
error-stage-no-clusters-but = stage { $s } has no clusters but is not the last
hint-name-cluster-column-every = name the cluster column of every stage but the last
error-stratum-missing = the stratum is missing
hint-every-row-sample-belongs = every row of a sample belongs to a stratum
error-cluster-missing = the cluster is missing
hint-every-row-cluster-sample = every row of a cluster sample belongs to a cluster
error-cluster-lies-stratum-stratum = cluster `{ $label }` lies in stratum `{ $a }` and in stratum `{ $b }`
hint-if-labels-unique-only = if labels are unique only within strata, say so: `--nested`, or `nested = true`
error-finite-population-correction = the finite population correction is { $v }
hint-give-population-counts-1 = give population counts of 1 or more, or fractions above 0 and up to 1, not both in one column
error-finite-population-correction-varies = the finite population correction varies within stratum `{ $name }`: { $before } and { $v }
hint-number-clusters-stratum-one = it is the number of clusters that the stratum has, one number per stratum
error-stratum-clusters-sample-but = stratum `{ $name }` has { $n } clusters in the sample but only { $v } in the population
hint-finite-population-correction-counts = the finite population correction counts clusters of the stage, not people
error-step-replicate = step { $number } ({ $name }) in replicate { $r }: { $message }
hint-cell-too-small-replication = a cell is too small for replication: merge it with another
error-weight-value-overflows-largest = weight × value overflows: the largest weight is { $heaviest }
hint-scale-variable-weights-down = scale the variable or the weights down
error-coefficients-estimates = { $coefficients } coefficients for { $estimates } estimates
hint-give-one-coefficient-each = give one coefficient for each estimate, in their order, 0 where it takes no part
error-contrast-needs-covariance-estimates = a contrast needs the covariance of the estimates
hint-ask-covariance = ask for it with `covariance()`
error-coefficient-of-contrast = a coefficient of the contrast is { $c }
error-contrast-all-coefficients-0 = all coefficients of the contrast are 0
error-contrast-variables-read-in-parts = a contrast of variables with answers missing in different rows needs the rows themselves, and the file was read in parts
error-no-row-weight-above = no row with a weight above 0 belongs to a domain
hint-check-where-weights = check `--where`, `--by` and the weights
error-table-too-large = a table of { $r } × { $c } cells is not tested: at most { $most } are
hint-table-too-large = merge levels, or leave rare ones out with `--where`
error-model-too-large = the model has { $n } coefficients, at most { $most } are fitted
hint-model-too-large = merge levels of its factors, or leave a product out
error-covariance-estimates-numbers = the covariance of { $asked } estimates has { $asked }² numbers
hint-ask-fewer-variables-domains = ask for fewer variables or domains, or leave the covariance out
error-design-effects-weighting-steps = design effects, weighting steps and imported replicates need all rows at once
hint-read-whole-file = read the whole file
error-file-more-than-rows = the file has more than { $rows } rows
error-file-rows-design = the file has { $before } rows, the design has { $rows }
error-no-probability-quantile = { $p } is no probability of a quantile
hint-give-numbers-between-0 = give numbers between 0 and 1, such as 0.5 for the median
error-linearised-design-needs-influence = a linearised design needs the influence of a statistic
hint-give-make-replicates = give it, or make replicates
error-no-row = no row has `{ $unknown }`
error-confidence-level = the confidence level is { $level }
hint-give-number-between-0 = give a number between 0 and 1, such as 0.95
error-test-model-takes-one = a test or model takes one domain at a time
hint-choose-where-instead = choose it with `--where` instead of `--by`
error-cell-empty = the cell is empty
hint-every-village-needs-stratum = every village needs its stratum, town and name
error-found-0-expected-size = found `0`, expected a size above 0
hint-unit-without-residents-cannot = a unit without residents cannot be drawn with probability proportional to size: remove its row
error-listed-twice = `{ $village }` is listed twice in `{ $town }`
hint-every-village-one-row = every village is one row; give different villages different names
error-all-quota-cells-row = all quota cells of this row are 0
error-identifier-empty = the identifier is empty
hint-every-person-needs-identifier = every person needs an identifier
error-also-row = `{ $id }` is also in row { $before }
hint-identifiers-must-unique-person = identifiers must be unique: a person listed twice would be drawn with twice the chance
hint-units-named-their-id = units are named by their `id`: { $units }
hint-every-unit-needs-identifier = every unit needs an identifier of its own; its random number follows from it
error-the-size-is = the size is { $sizes }
hint-unit-without-size-no = a unit without size has no chance to be drawn: take it off the frame, or give it a size above 0
hint-probabilities-stage-before-lie = probabilities of the stage before lie above 0 and up to 1
error-in-stratum = { " " }in stratum `{ $stratum }`
error-twice-first-row = `{ $id }` is there twice{ $within }, first in row { $first }
hint-every-unit-stands-frame = every unit stands on the frame once; remove the duplicate, or name a column that tells the units apart with `--id`
error-row-is-total = `{ $name }` names a sum of units, not a unit
error-row-is-sum = the numbers of the row are the sums of all rows before it in { $of }
error-whole-frame = the frame
hint-row-is-total = delete rows of sums: their units would be drawn twice; a unit that is truly called so needs another name on the frame
error-not-kind-entry = `{ $word }` is not a kind of entry
hint-kinds-are = kinds are { $word }
error-file-not-what-name = the file is not what its name says
hint-changed-after-export = it was changed after the export
error-no-number-entry = `{ $row }` is no number of an entry
error-entry-changed-after-entered = entry { $seq } was changed after it was entered
hint-content-no-longer-hash = its content no longer has its hash
error-no-sha256 = `{ $text }` is no SHA-256: 64 digits 0–9 and a–f
error-two-chains-part-entry = the two chains part at entry { $seq }: `{ $here }` here, `{ $there }` there
hint-they-stores-two-histories = they are stores of two histories; find out which one is to be continued
error-two-things-happen-unit = two things happen to unit `{ $unit }` in round `{ $round }`
hint-unit-renamed-merged-split = a unit is renamed, merged or split once in a round
error-merged-from-fewer-than = `{ $to }` is merged from fewer than two units
hint-use-renamed-one = use `renamed` for one
error-entry-no-review = entry { $seq } is no review: { $error }
error-round-no-decisions-reviewed = the round has no decisions to be reviewed
hint-minyi-history-add-enters-them = `minyi history add` enters them
error-step-does-not-say-2 = the step does not say { $what }
hint-review-signed-name-role = a review is signed with a name and a role
error-adjusted-without-reason = `{ $what }` of `{ $unit }` is adjusted without a reason
hint-say-why-column-why = say why in the column `why`
error-draft-these-decisions-already = there is a draft of these decisions already
hint-review-enter-decisions-anew = review it, or enter the decisions anew
error-edition-formal-final = edition { $edition } is formal, and final
hint-what-found-later-begins = what was found later begins a new edition with a draft
error-does-not-follow = { $state } does not follow { $before }
hint-way-draft-reviewed-formal = the way is draft, reviewed, formal
error-no-draft = there is no draft
error-decisions-entered-anew-since = the decisions were entered anew since the draft
hint-begin-draft-new-ones = begin with a draft of the new ones
error-wrote-draft-cannot-review = `{ $by }` wrote the draft and cannot review it
hint-somebody-else-must-look = somebody else must look through it
error-no-such-store = there is no such store
hint-minyi-history-add-plan = `minyi history add PLAN --store FILE` makes one with its first round
error-file-no-store-minyi = the file is no store of minyi
hint-name-file-minyi-history = name the file that `minyi history add` made
error-store-format-version-knows = the store has format { $version }, this version knows { $known }
error-entry-does-not-continue = entry { $seq } does not continue the chain
hint-free-some-space-do = free some space and do it again; nothing half-entered was kept
error-somebody-else-writing = somebody else is writing
hint-wait-until-other-done = wait until the other is done and do it again; nothing was entered
error-may-not-written = it may not be written
hint-check-rights-file-folder = check the rights of the file and its folder
error-file-store-damaged = the file of the store is damaged
error-store-broken = the store is not as it was entered ({ $n ->
    [one] one thing is wrong
   *[other] { $n } things are wrong
 }): { $first }
hint-history-verify-lists-what = nothing is taken from it; `minyi history verify` lists what is wrong; take the last copy or export
error-store-does-not-hold = { $what ->
    [survey] the store holds no scores of a survey `{ $id }`
    [round] the store holds no scores of round `{ $id }`
    [unit-before] no unit `{ $id }` was scored in an earlier round
   *[other] no unit `{ $id }` was scored in the round of the change
 }
hint-store-holds = there are { $known }
hint-take-last-copy-export = take the last copy or export of it
error-store-damaged = the file is damaged: { $text }
error-table-trigger-store-removed = a table or trigger of the store was removed or changed
hint-somebody-worked-file-other = somebody has worked on the file with other tools
error-store-something-does-not = the store has something that does not belong to it: `{ $foreign }`
error-entry-missing = entry { $seq } is missing
hint-entries-never-deleted = entries are never deleted
error-entry-does-not-follow = the entry does not follow the one before it
hint-entry-one-before-changed = this entry or the one before was changed
error-entry-changed = the entry `{ $name }` ({ $kind }) was changed
hint-content-no-longer-hash-which = its content no longer has the hash with which it was entered
error-no-entry-hash = no entry has the hash `{ $head }`
hint-entries-end-missing-whole = entries at the end are missing, or the whole chain was made anew
error-category-among-these-rows = `{ $name }` has { $levels } category among these rows, independence needs 2 or more
hint-check-where-category-nobody = check `--where`; a category that nobody chose does not count
error-no-row-with-both = no row has both `{ $rows }` and `{ $columns }`
error-categories-in-one-cluster = { $n ->
    [one] category { $levels } of `{ $name }` lies
   *[other] categories { $levels } of `{ $name }` lie each
 } in a single cluster: how answers vary within groups cannot be known
hint-merge-or-leave-out-one-cluster = merge it with another category, or leave it out by `--where`; a test of groups needs two clusters or more in each
error-test-no-variance = there is no variance to judge by: nothing varies within groups, everybody was asked, or the rows lie in a single cluster
hint-test-needs-clusters-that-vary = a test needs two clusters or more, not all alike; `minyi estimate` gives the values themselves
error-wald-more-contrasts = Wald's test of this table has { $k } contrasts and the design { $df } degrees of freedom: too few to judge them
error-covariance-table-singular-wald = the covariance of the table is singular: Wald's test cannot be made
hint-use-f-test-rao = use the F test of Rao and Scott, or merge rare categories
error-table-row-column-empty = the table has a row or column of empty cells
hint-leave-category-out-merge = leave that category out or merge it
error-values-covariance-order-degrees = { $p } values, a covariance of order { $order } and { $df } degrees of freedom do not fit together
error-value-variance = value { $i } is { $value } with variance { $variance }
error-value-degrees-freedom = value { $i } has { $df } degrees of freedom
error-values-correlated-more-than = values { $j } and { $i } are correlated by more than 1
error-matrix-values-no-covariance = the matrix of { $p } values is no covariance: a combination of them would have a negative variance
hint-unbiased-variance-sample-without = an unbiased variance of a sample without replacement can be negative; choose another variance in the design
error-in-the-formula = in the formula `{ $text }`: { $what }
hint-write-y-x1-factor = write it as `y ~ x1 + factor(x2)`
error-there-is-no = there is no `~`
error-response-missing = the response is missing
error-no-term = `{ $column }` is no term
error-nothing-explains-response = nothing explains the response
error-single-category-to-fit = there is one category of `{ $variable }` to compare, shares need 2 or more
hint-name-categories-nobody-chose = name the categories that nobody chose too, with the shares that they should have
error-shares-add-up-not = the shares add up to { $sum }, not to 1
hint-give-share-every-category = give the share of every category, as parts of 1
error-no-share-above-0 = no share above 0 is given for category `{ $l }` of `{ $variable }`
hint-give-one-each-category = give one for each category
error-the-confidence-is = the confidence is { $confidence }
error-draws-too-few-quantile = { $draws } draws are too few for a quantile
hint-give-10-000-more = give 10,000 or more
hint-give-number-above-0 = give a number above 0.5 and below 1, such as 0.95
error-draws-too-few-confidence = { $draws } draws are too few for a confidence of { $confidence }
hint-give-more = give { $ceil } or more
error-columns-model-repeat-each = columns of the model repeat each other
hint-leave-one-out-merge = leave one out, or merge levels that do not occur or, with replicates, are missing from some of them
error-model-column-repeats = the column `{ $name }` of the model repeats those before it
hint-leave-out-or-intercept = leave it out, or take the intercept away by `- 1` where a factor has all its levels
error-model-column-0 = the column `{ $name }` of the model is 0 in every row
hint-merge-levels-or-leave-product = no row has these levels together, or the number is 0 throughout: merge levels or leave the term out
error-factor-single-level = `{ $name }` has the single level `{ $level }` among the rows of the model: there is nothing to compare
hint-leave-factor-out-check-where = leave it out, or check `--where` and the missing codes
error-logistic-response = the response is { $y }, expected 0 or 1
hint-make-column-0-1-or-linear = leave such rows out by `--where`, declare the code missing by `--missing`, make a column of 0 and 1, or fit a linear model
error-model-no-row = no row has the response and all columns of the model
error-model-no-term = the model has no term `{ $term }`
hint-its-terms-are = its terms are { $names }
error-wald-degrees-of-freedom = Wald's test of { $k } coefficients cannot be made with { $df } degrees of freedom of the design, { $residual } of them left for the residuals
hint-more-clusters-or-fewer-categories = merge categories or leave terms out
error-wald-unknown-error = the error of { $names } is unknown: a single cluster decides it
hint-merge-group-of-one-cluster = merge the group that lies in one cluster with another, or leave it out by `--where`
error-covariance-these-coefficients-singular = the covariance of these coefficients is singular
error-groups-t-test-compares = `{ $group }` has { $levels } groups, a t-test compares 2
hint-choose-two-where-test = choose two with `--where`, or test all by `fit`
error-group-without-answer = group `{ $level }` of `{ $group }` has no answer to `{ $variable }`
error-logistic-model-no-finite = the logistic model has no finite fit (the coefficient of column { $largest } runs away or columns are redundant)
hint-column-level-foretells-outcome = a column or level foretells the outcome completely, or repeats another: merge levels or leave it out
error-unit-twice = the unit `{ $id }` is there twice
hint-give-each-unit-identifier = give each unit an identifier of its own
error-marks-no-units-them = there are marks, and no units to have them
hint-add-categories-their-units = add `[[categories]]` with their `units`
error-rules-no-marks-judge = there are rules, and no marks to judge
error-measures-no-marks = there are further scores, and no marks beside which they stand
error-measure-twice = the measure `{ $id }` is there twice, or is a name that the adjusted score has
hint-add-marks-e-g = add `marks`, e.g. `checks = { "{" } file = "checks.csv", at-least = 4 { "}" }`
error-highest-score = the highest score is { $points }
hint-100-usual-one = 100 is the usual one
error-found-expected-percentage-above-0-up = found { $share }, expected a percentage above 0 up to 100
hint-30-means-least-30 = 30 means at least 30 percent
hint-publish-phrase-before-draw = publish a phrase before the draw and write it as `seed-phrase` under `[assessment]`
error-no-identifier = `{ $id }` is no identifier
hint-use-ascii-letters-digits = use ASCII letters, digits, `-` and `_`: it names columns, files and links
error-twice-first = the { $what } `{ $id }` is there twice (first at { $first })
error-seed-phrase-empty = the seed phrase is empty
hint-publish-phrase-before-draw-write = publish a phrase before the draw and write it here; no seed is ever invented
error-no-language-listed = no language is listed
hint-use-zh-en = use `["zh", "en"]`
error-no-theme-listed = no theme is listed
hint-list-themes-comments-coded = list the themes that comments are coded with
error-highest-answer-not-above = the highest answer { $max } is not above the lowest { $min }
error-found-expected-number-above = found `{ $points }`, expected a number above 0
error-band-ends-before-starts = the band `{ $en }` ends at { $to } before it starts at { $from }
error-gap-between-bands-no = gap between bands: no band has the answer { $next }
hint-bands-follow-each-other = bands follow each other from the worst to the best and cover every answer once
error-overlap-answer-two-bands = overlap: the answer { $from } is in two bands
error-no-bands = there are no bands
hint-add-scale-bands-from = add `[[scale.bands]]` with from, to, zh, en
error-gap-no-band-answer = gap: no band has the answer { $next }
hint-bands-must-reach = bands must reach { $max }
error-bands-end-above-highest = the bands end at { $next }, above the highest answer { $max }
error-code-also-answer-scale = the code `{ $code }` is also an answer on the scale
hint-use-code-outside-scale = use a code outside the scale
error-both-don-t-know = `{ $code }` is both "don't know" and missing
error-stands-which-not-scale = `{ $word }` stands for { $value }, which is not on the scale
error-indicator-no-weight = indicator `{ $id }` has no weight
hint-add-weight-choose-another = add `weight`, or choose another `settings.class-score`
error-weight-not-above-0 = the weight { $w } is not above 0
error-no-category-uses-indicator = no category uses the indicator `{ $id }`
hint-add-indicators-category-remove = add it to the `indicators` of a category or remove it
error-category-no-units = the category `{ $id }` has no units
hint-add-categories-units = add `[[categories.units]]`
error-category-no-indicators = the category `{ $id }` has no indicators
error-indicator-twice = the indicator `{ $id }` is there twice
error-unit-empty-name = the unit `{ $id }` has an empty name
hint-give-zh-en = give `zh` and `en`
error-two-units-category-named = two units of the category are named `{ $zh }`
hint-unit-listed-twice = is a unit listed twice?
error-class-0-questionnaires-per = class `{ $id }` has 0 questionnaires per unit
hint-remove-class-give-number = remove the class or give it a number
error-rater-cannot-rate-units = a rater cannot rate { $units_per_rater } of { $unit_count } units
error-weights-classes-sum-not = the weights of the classes sum to { $text }, not to 100 ({ $parts })
hint-change-them-so-they = change them so that they sum to exactly 100
error-is-0 = `{ $key }` is 0
error-no-column-forms-strata = no column forms the strata
error-quota-no-cells = the quota has no cells
hint-list-levels-rows-columns = list the levels of `rows` and `columns`
error-list-per-unit-needs = a list per unit needs `raters = "separate"`
error-one-list-all-units = one list for all units needs `raters = "shared"`
error-not-path-relative-plan = `{ $frame }` is not a path relative to the plan
hint-plans-their-frames-travel = plans and their frames travel together: use a relative path
error-found-expected-0-6 = found `{ $decimals }`, expected 0 to 6
error-found-expected-percentage-above-50 = found `{ $confidence }`, expected a percentage above 50 and below 100
error-cut-not-scale = the cut { $cut } is not on the scale { $min }–{ $max }
error-plan-lists-twice = `{ $what }` is listed twice
hint-list-it-once = list it once
error-identifier-long = the identifier `{ $id }` has { $n } letters, more than { $most }
hint-shorten-identifier = files are named by it: choose a shorter one
error-one-column-unit-and-rater = column `{ $column }` would name both the unit and the rater
hint-name-both-columns = name the column of each under `responses`
hint-confidence-at-most = ranks are compared by { $draws } draws, which can tell a confidence of up to { $most }: use 95 or 99
error-no-table-file = `{ $name }` is no file of a table
error-redact-empty = an empty word would be replaced everywhere
hint-list-words-or-none = list the words that no quote may show, or none
error-beyond-million = { $value } is beyond ±{ $most }
hint-scale-smaller = use a smaller scale, such as 0 to 10 worth 100 points
error-class-named-as-file = the class `{ $id }` has the name of a file that every draw writes
hint-give-class-another-id = give the class another identifier
error-empty-name = `{ $id }` has an empty name
error-column-of-the-sample = the table of the sample has a column `{ $name }` of its own
hint-rename-column-frame = rename the column in the frame and here
error-one-column-two-questions = column `{ $column }` would be both `{ $one }` and `{ $other }`
hint-another-pattern = choose a pattern with a mark that no identifier has, such as `{ "{" }unit{ "}" }.{ "{" }indicator{ "}" }`
error-indicator-named-as-column = the indicator `{ $id }` has the name of a column that describes the rater or the row
hint-give-indicator-another-id = give the indicator another identifier, or name the other column under `responses`
error-found-expected-month-such = found `{ $value }`, expected a month such as `2013-07`
error-phase-ends-before-starts = the phase ends in { $to } before it starts in { $from }
error-lacks-unit-indicator = `{ $pattern }` lacks `{ "{" }unit{ "}" }` or `{ "{" }indicator{ "}" }`
error-found-expected-unit-indicator = found `{ $target }`, expected `unit/indicator`
error-is-in-the-columns = `{ $target }` is in the columns `{ $before }` and `{ $column }`
error-no-column-responses-matrix = no column of `responses.matrix` has `{ $id }/{ $indicator }`
hint-every-unit-needs-every = every unit needs every indicator of its category
hint-class-drawn-from-frame = class `{ $id }` is drawn from this frame; `minyi simulate PLAN --frames` writes invented ones to try the plan
error-no-class-plan-drawn = no class of this plan is drawn here: all are `given`
error-certificate-format-version-knows = the certificate's format is `{ $format }`, this version knows `{ $known }`
error-drawn-version-verified-version = drawn by version { $drawn }, verified by version { $now }
error-seed-phrase-plan-now = the seed phrase was `{ $before }`, the plan now says `{ $now }`
error-plan-says-now = { $what }: the certificate says `{ $before }`, the plan `{ $now }`
error-certified-public-value = public value
error-certified-public-source = source of the public value
error-plan-part-changed = the plan `{ $file }` has changed in what the draw reads: { $part }
error-plan-part-gone = the plan `{ $file }` no longer has what the draw read: { $part }
error-plan-part-new = the plan `{ $file }` has what the draw did not read: { $part }
error-frame-other-bytes = the frame `{ $path }` has the rows that were drawn from, but is another file: its SHA-256 is { $now }, the certificate says { $before }
error-plan-no-longer-draws = the plan no longer draws from `{ $file }`
error-frame-changed = the frame `{ $path }` has changed
error-not-file-drawn = `{ $file }` is not the file that was drawn{ $differs }
error-plan-no-longer-makes = the plan no longer makes `{ $file }`
error-from-row = { " " }from row { $r } on
error-drawing-again-gives-another = drawing again gives another `{ $file }`{ $row }
error-certificate-itself-been-edited = the certificate itself has been edited
error-not-so-rows-cannot = { "  " }(`{ $frame_rows }` is not there, so the rows cannot be named)
error-and-more = { " " }and { $new } more
error-row-changed-new = { "  " }`{ $path }`: row { $new }{ $more } changed or new
error-rows-frame-drawn-from = { "  " }`{ $path }`: { $listed } rows of the frame that was drawn from are not there as they were
error-sample-table-not-one = the sample table is not the one that the certificate names
hint-minyi-verify-says-what = `minyi verify` says what differs
error-class-others-drew-no = a class that others drew has no frame
error-text-not-utf-8 = the text is not UTF-8
hint-save-plan-utf-8 = save the file as UTF-8
error-plan-not-complete = the plan is not complete
error-plan-no = the plan has no `{ $key }`
hint-add-minyi-new-writes = add it; `minyi new` writes a plan with every part, `{ $key }` among them
error-expected-list-tables = `{ $key }` is a { $type_str }, expected a list of tables
hint-write-above-each-them = write `[[{ $key }]]` above each of them
error-key-missing = the key `{ $key }` is missing
hint-known-keys = known keys are { $known }
error-unknown-key = unknown key `{ $key }`
error-say-how-raters-class = say how the raters of this class are drawn, e.g. `draw = { "{" } systematic = { "{" } … { "}" } { "}" }`, or `draw = { "{" } given = { "{" }{ "}" } { "}" }` if others drew them
hint-add = add `{ $key } = …`
hint-possible-are = possible are { $known }
error-not-one-choices = `{ $word }` is not one of the choices
error-round-no-date = round `{ $id }` has no date
hint-write-date-2013-10 = write `date = "2013-10-31"` under the round, or say `--date 2013-10-31`; the clock is not asked
error-entry-holds-no-scores = entry { $seq } holds no scores: { $e }
error-measure-lengths = category `{ $category }`, measure `{ $measure }`: { $units } units, { $values } values, and errors of another number
error-measure-negative = category `{ $category }`, measure `{ $measure }`: a variance or degrees of freedom below 0
error-no-answers-yet = there are no answers yet
hint-name-response-file-try = name the response file, or try the plan with invented answers: `minyi simulate PLAN`
error-font-cannot-cut-down = the font cannot be cut down: { $e }
error-workbook-cannot-written = the workbook cannot be written: { $e }
error-tables-not-written-as = tables are not written as `.{ $ending }`
hint-name-it-csv = name the file .csv, .xlsx or .parquet in the plan
error-no-questionnaires = there are no questionnaires
error-all-questionnaires-set-aside = no questionnaire is left: { $n } by people who were not drawn, or about units that were not assigned to them
error-population-of-no-stratum = class `{ $class }`: no answer is from a stratum that `population` names
hint-population-strata-are = the strata of the answers are { $strata }
hint-name-class-every-rater = name the class of every rater, or set `responses.class` in the plan
error-not-class-plan = `{ $id }` is not a class of the plan
hint-the-classes-are = the classes are { $ids }
error-rater-empty = the rater is empty
hint-every-questionnaire-needs-rater = every questionnaire needs its rater's identifier
hint-only-drawn-raters-count = only drawn raters count; replacements must be on the sample table
error-the-weight-is = the weight is { $weight }
hint-weights-cannot-negative = weights cannot be negative
hint-units-named-their-id-plan = units are named by their `id` in the plan
error-found-expected-whole-number = found `{ $text }`, expected a whole number from { $min } to { $max }
hint-set-invalid-answer-count = set `invalid-answer = "count-and-list"`, or map the answer under `scale.verbal`
error-rater-rated-unit-row = rater `{ $rater }` rated unit `{ $units }` in row { $row } already
hint-keep-one-questionnaire-per = keep one questionnaire per rater and unit
error-not-asked-about-unit = `{ $id }` is not asked about unit `{ $units }`
hint-its-indicators-are = its indicators are { $own }
error-rater-answered-about-unit = rater `{ $rater }` answered `{ $id }` about unit `{ $units }` twice
hint-keep-one-answer-per = keep one answer per rater, unit and indicator
hint-every-column-responses-matrix = every column of `responses.matrix` must be in the file
error-rater-row-already = rater `{ $rater }` is in row { $before } already
hint-matrix-one-row-per = a matrix has one row per rater
error-more-than-problems-rest = more than { $listed } problems; the rest is not listed
hint-set-units-per-rater = set `units-per-rater` to a number from 1 to the number of units
error-units-2-samples = { $p } units have 2^{ $p } samples
hint-joint-inclusion-probabilities-method = joint inclusion probabilities of this method are computed for up to { $joint_up_to } units
error-certificate-says-drawing-again = { $what }: the certificate says `{ $was }`, drawing again gives `{ $is }`
error-certificate-stages-design = the certificate has { $certified } stages, the design { $now }
error-certificate-been-edited = the certificate has been edited
error-stage-named-design = stage `{ $before }` is named `{ $now }` in the design
error-had-units = : it had { $before } units, has { $now }
error-stage-frame-changed = stage `{ $name }`: the frame has changed{ $number }
error-stage-frame-no-stratum = stage `{ $name }`: the frame has no stratum `{ $stratum }` any more
error-stage-stratum-units = stage `{ $name }`, stratum `{ $stratum }`: { $now } units, were { $before }
error-stage-stratum-numbers-inclusion = stage `{ $name }`, stratum `{ $stratum }`: numbers, inclusion probabilities or weights differ
error-stage-stratum-new = stage `{ $name }`: stratum `{ $stratum }` is new
error-certificate-not-when-drawn = { $what }: { $gone } on the certificate, not when drawn again
error-when-drawn-again-not = { $what }: { $new } when drawn again, not on the certificate
error-another-probability-number-hits = { $what }: another probability or number of hits for { $other }
error-same-units-another-order = { $what }: the same units in another order
error-odds-conditional-poisson-sampling = the odds of conditional Poisson sampling were not found in { $steps } steps
hint-inclusion-probabilities-near-0 = inclusion probabilities this near 0 and 1 leave hardly a choice; draw by tille
error-probabilities-strata = { $p } probabilities and { $strata } strata
hint-give-every-unit-stratum = give every unit its stratum
error-balancing-variable-values-units = balancing variable { $j } has { $column } values for { $p } units
hint-give-every-unit-value = give every unit a value
error-balancing-variable-unit = balancing variable { $j } of unit { $i } is { $column }
hint-balance-finite-numbers = balance on finite numbers
error-balancing-variable-adds-up = balancing variable { $j } adds up to more than a number can hold at unit { $i }
hint-scale-variable-down = scale the variable down
error-no-coordinates = there are no coordinates
hint-give-one-column-more = give one column or more
error-coordinate-values-units = coordinate { $j } has { $column } values for { $units } units
hint-give-every-unit-place = give every unit its place
error-coordinate-unit = coordinate { $j } of unit { $i } is { $column }
hint-places-finite-numbers = places are finite numbers
error-drew-units = `{ $method }` drew { $chosen } of { $n } units
hint-sizes-coordinates-too-extreme = sizes or coordinates are too extreme for it; scale them, or choose another method
error-units-joint-probabilities = { $population } units have { $population }² joint probabilities
hint-they-formed-up-units = they are formed for up to { $joint_up_to } units a stratum; `estimate` has approximations that need none
error-class-villages-cannot-allocated = class `{ $class }`: { $villages_wanted } villages cannot be allocated to the strata: { $message }
hint-raise-take-lower-minimum = raise `take`, lower `minimum-per-stratum`, or let each rater rate more units
error-stratum = stratum `{ $label }`: { $message }
hint-lower-minimum-per-stratum-raise = lower `minimum-per-stratum` or raise `take`
error-targets-sum-but-units = the targets sum to { $sum }, but { $n } units are to be drawn
error-exact-inclusion-probabilities-units = exact inclusion probabilities of { $n } of { $p } units take too long to compute
hint-so-many-units-targets = for so many units the targets are near to them; use these
error-inclusion-probabilities-from-sum = inclusion probabilities from { $least } to { $most }, with sum { $sum }, are lost in rounding
hint-take-units-near-certainty = take units this near certainty with certainty and leave out those with next to no size; or use the targets
error-design-no-stage = the design has no stage
error-no-unit-drawn = no unit was drawn
hint-ask-one-more = ask for one or more
error-joint-probabilities-one-stage = joint probabilities are of one stage
hint-draw-stages-one-one = draw the stages one by one, or use an approximation in `estimate`
error-joint-probabilities-formed-sample = joint probabilities are formed for a sample without reserve and stage before
hint-leave-reserve-previous-out = leave `--reserve` and `--previous` out
hint-estimate-pps-brewer-hajek = estimate with `--pps brewer`, hajek or hartley-rao, which need none; or draw by sampford, conditional-poisson, tille, srs or pps-systematic
error-size-unit = the size of unit { $i } is { $sizes }
hint-sizes-finite-numbers-above = sizes are finite numbers above 0; take units without size off the frame, or give them a size
error-sizes-add-up-more = the sizes add up to more than a number can hold
hint-scale-sizes-down = scale the sizes down
error-units-cannot-drawn-from = { $n } units cannot be drawn from { $population }
hint-draw-fewer-take-them = draw fewer, or take them all
error-inclusion-probabilities-sum-not = the inclusion probabilities sum to { $sum }, not to a whole number of units
error-inclusion-probability-unit = the inclusion probability of unit { $i } is { $p }
hint-take-certainty-units-out = take certainty units out first
error-random-numbers-units = { $u } random numbers for { $p } units
hint-one-each-unit = one for each unit
error-random-number-unit = the random number of unit { $i } is { $u }
hint-random-numbers-between-0 = random numbers are between 0 and 1
hint-sizes-finite-numbers-above-0 = sizes are finite numbers above 0
error-groups-values-sizes = { $drawn } groups, { $y } values, { $x } sizes
hint-give-value-size-each = give a value and a size for each of two groups or more
error-certificate-no-stage = the certificate has no stage
error-replaced-without-reason = `{ $unit }` is replaced without a reason
hint-say-why-refused-not = say why: refused, not found, closed, …
error-no-stratum-sample = there is no stratum `{ $stratum }` in the sample
hint-name-stratum-sample-column = name the stratum as in the sample's column `stratum`
error-not-sample = `{ $unit }` is not in the sample
hint-replace-units-sample-check = replace units of the sample; check the spelling and the stratum
error-replaced-before = `{ $unit }` was replaced before, by `{ $by }`
hint-list-each-loss-once = list each loss once
error-reserve-unit-not-called = `{ $unit }` is a reserve unit that was not called
hint-units-reserve-called-their = units of the reserve are called in their order only
error-of-stratum = { " " }of stratum `{ $label }`
error-reserve-used-up-cannot = the reserve{ $where } is used up, `{ $unit }` cannot be replaced
hint-leave-nonrespondent-draw-again = leave it as a nonrespondent, or draw again with a longer `--reserve`
error-after-replacements-would-certainty = after { $k } replacements `{ $unit }` would be a certainty unit
hint-draw-larger-sample-instead = draw the larger sample instead (`--contains` the earlier one), so that certainty units are taken as such
error-inclusion-probability-unit-hardly = with inclusion probability { $p } of unit { $i } hardly a choice is left
hint-take-units-near-certainty-certainty = take units this near certainty with certainty, or draw by tille
error-class-drawn-elsewhere = class `{ $class }` is drawn elsewhere
error-class-not-drawn-from = class `{ $class }` is not drawn from such a frame
error-nobody-listed-unit = nobody is listed for unit `{ $unit }`
hint-add-staff-frame = add the staff of `{ $unit }` to the frame
error-needs = `{ $word }` needs `{ $name }`
hint-name-column-frame = name a column of the frame with `--{ $name }`
error-makes-no-use = `{ $word }` makes no use of `{ $name }`
hint-leave-out-choose-method = leave `{ $name }` out, or choose a method that uses it
error-serpentine-order-needs-two = a serpentine order needs two sort columns or more
hint-name-them-sort-coarser = name them in `sort`, the coarser first
error-no-reserve-sample-no = `{ $word }` has no reserve: its sample has no fixed size
hint-choose-method-fixed-size = choose a method of fixed size
error-reserve-would-change-groups = a reserve would change the groups of `rao-hartley-cochran`
hint-choose-another-method = choose another method
error-the-shift-is = the shift is { $shift }
hint-give-number-from-0-up = give a number from 0 up to, not including, 1
error-does-not-select-permanent = `{ $word }` does not select by permanent random numbers alone
hint-shift-srs-bernoulli-poisson = shift srs, bernoulli, poisson, pareto or sequential-poisson
hint-rules-need-more-than = rules that need more than the number of units: `minyi allocate` makes a table of sizes, to be named with `--n-from`
error-number-given-stratum-which = a number is given for stratum `{ $unknown }`, which the frame lacks
hint-its-strata-are = its strata are { $labels }
error-no-number-given = no number is given for { $absent }
hint-give-every-stratum-number = give every stratum its number, 0 for none
hint-draw-fewer-ask-shorter = draw fewer, or ask for a shorter reserve
hint-give-phrase-published-draw = give a phrase that is published with the draw, such as a sentence and the date
error-phrase-not-one-committed = the phrase is not the one that was committed to: its SHA-256 is { $hash }, published was { $commitment }
error-public-value-letter = the public value `{ $value }` has `{ $letter }` in it
error-public-value-no-digit = the public value `{ $value }` has no digit
hint-public-value-digits = write the announced digits 0–9, in the announced order; a source goes into the public source
error-public-value-short-number = in the public value `{ $value }`, `{ $number }` has one digit beside longer numbers
hint-public-value-zeros = write the leading zeros as announced, such as 05; or all digits without anything between them
error-name-no-letter = the name `{ $name }` has neither letter nor digit
hint-name-letters-digits = the draw follows from letters and digits of the name, e.g. `guangan-2013`
hint-use-phrase-whose-hash = use the phrase whose hash was published, letter by letter
hint-add-one-stage-name = add one with `[[stage]]`, a name and `[stage.select]`
error-two-stages-named = two stages are named `{ $name }`
hint-give-every-stage-name = give every stage a name of its own: its random numbers follow from it
error-two-stages-draw-units = two stages draw units of `{ $id }`
hint-every-stage-identifier-own = every stage has an identifier of its own; a second phase is a design of its own with `previous`
error-stage-reserves-rotation-groups = stage `{ $name }`: reserves and rotation groups belong to the last stage
hint-move-them = move them there
error-stage-unit-drawn-twice = stage `{ $name }`: a unit drawn twice cannot be followed further here
hint-use-method-without-replacement = use a method without replacement before the last stage
error-stage-previous-belongs-first = stage `{ $name }`: `previous` belongs to the first stage
hint-probabilities-stages-before-known = the probabilities of the stages before are known already
error-stage = stage `{ $stage }`: { $message }
error-but-another-row-same = `{ $is }`, but another row of the same `{ $id }` has `{ $was }`
hint-column-stage-reads-same = a column that a stage reads is the same in all rows of a unit; sizes that shall be added up are read with `size-repeated = false`
hint-sizes-0-more-above = sizes are 0 or more, and above 0 for a unit as a whole
error-frame-no-unit-which = the frame has no unit of `{ $absent }`, which was drawn
hint-list-units-every-drawn = list the units of every drawn parent
error-nobody-draw-from = there is nobody to draw from
error-draws-more-than-hits = { $n } draws are more than hits can count
hint-draw-fewer = draw fewer
error-no-score-unit-indicator = `{ $id }` has no score of unit `{ $unit }` for indicator `{ $k }`
hint-repeat-survey-from-invented = repeat the survey from an invented population instead, or from a round in which every unit has all its scores
error-demonstration-frame-two-stratum = the demonstration frame has two stratum columns: county and urban/rural
error-repeats-say-nothing-about = { $repeats } repeats say nothing about chance
hint-ask-2-more-1000 = ask for 2 or more; 1000 give shares to about 3 points
error-nothing-known-unit = nothing is known of unit `{ $unit }`
error-unit-left-without-score = unit `{ $units }` is left without a score or an error in some surveys
hint-plan-more-questionnaires-per = plan more questionnaires per unit
error-file-empty = the file is empty
hint-table-needs-header-row = a table needs a header row and rows below it
error-quotation-mark-opened-never = a quotation mark is opened and never closed
hint-close-double = close or double it
error-only-header-no-rows = there is only a header, no rows
hint-export-complete = was the export complete?
error-columns-separated = the columns are separated by { $name }
hint-export-comma-separated-csv = export as comma-separated CSV (tab-separated files are read when they are named .tsv)
error-column-no-name = column { $i } has no name
hint-give-every-column-name = give every column a name, or remove the empty column
error-row-cells-header = the row has { $record } cells, the header has { $expected }
hint-quotation-mark-not-closed = a quotation mark that is not closed has swallowed the lines below; close or double it
hint-last-row-file-seems = it is the last row: the file seems cut off; export it again
hint-quote-cells-contain-comma = quote cells that contain a comma, and keep empty cells
error-text-neither-utf-8 = the text is neither UTF-8 nor GB18030 (tried { $encoding })
hint-save-file-csv-utf = save the file as CSV UTF-8; a workbook can be read as it is when it is named .xlsx
error-text-two-encodings = part of the text is UTF-8, part is another encoding
error-text-latin = the text looks like Latin-1 or Windows-1252, not like UTF-8 or GB18030
error-text-holds-nul = the text holds a NUL character
hint-save-file-utf-8 = save the file as UTF-8
error-column-already-which-would = there is a column `{ $name }` already, which would be replaced
hint-rename-it = rename it
error-no-column = there is no column `{ $name }`
hint-the-columns-are = the columns are { $names }
hint-if-means-answer-missing = if it means that the answer is missing, declare it: `--missing '{ $cell }'`, or `missing = ["{ $cell }"]`; categories are for `proportion`, `--by` and `factor(…)`
hint-column-holds-words = the column holds words: categories are for `proportion`, `--by` and `factor(…)`; where a number is needed, add a column that is 1 for `{ $cell }` and 0 for the rest
hint-every-row-needs-number = every row needs a number here; a row that shall take no part in an estimate has weight 0, a unit that cannot be drawn stands on no frame
error-found-expected-whole-number-0 = found `{ $values }`, expected a whole number, 0 or more
error-empty-cell = an empty cell
error-value-long = { $start }… ({ $n } characters)
error-found-expected-number = found { $shown }, expected a number
hint-every-row-needs-stratum = every row needs its stratum, cluster or level: fill the cell; empty answers and domains of an estimate can be declared missing: `--missing ''`
error-workbook-cannot-opened = the workbook cannot be opened: { $e }
hint-open-spreadsheet-program-save = open it in a spreadsheet program and save it again as .xlsx, without a password
error-sheet-starts-row = sheet `{ $name }` starts at row { $first_row }
hint-put-header-into-row = put the header into row 1 and remove titles above it
error-column-sheet-no-name = column { $i } of sheet `{ $name }` has no name
error-sheet-only-header-no = sheet `{ $name }` has only a header, no rows
error-workbook-empty = the workbook is empty
error-workbook-hidden = the workbook has no visible sheet with cells; not read: { $names }
hint-show-sheet = unhide the sheet that is meant, or save it as a workbook of its own
error-workbook-damaged = part `{ $part }` of the workbook is damaged ({ $why })
error-cell-shared-text = cell `{ $cell }` of sheet `{ $name }` refers to shared text `{ $index }`, which the workbook does not have
error-cell-twice = cell `{ $cell }` stands twice in sheet `{ $name }`
error-cell-several-values = cell `{ $cell }` of sheet `{ $name }` holds something other than one value
error-cell-place = cell or row `{ $cell }` of sheet `{ $name }` has no place where it stands
error-sheet-outside-cells = sheet `{ $name }` has something outside of its rows, after cell `{ $cell }`: `{ $found }`
error-too-many-cells = the workbook has more than { $most } cells
error-files-kind-not-known = files of kind `.{ $extension }` are not known
hint-use-csv-tsv-xlsx = use .csv, .tsv, .xlsx or .parquet
error-file-too-large = the file unpacks to { $needed } MiB, more than the { $most } that are allowed
hint-memory = if it is what it says it is, allow more: `MINYI_MEMORY={ $memory }` in the environment, in MiB
error-memory-no-number = `MINYI_MEMORY` is `{ $value }`, expected a whole number of MiB
error-too-many-columns = the table has { $columns } columns, at most { $most } are read
hint-keep-columns-used = keep only the columns that are used
error-no-regular-file = this is no regular file but a device or a pipe
hint-no-regular-file = save it as a file first; `-` reads CSV from the standard input
error-unseen-character = `{ $value }` holds a character that nobody sees
hint-unseen-character = delete it: names and identifiers are of letters, digits and signs
error-outline-numbers = `{ $first }` and `{ $second }` are one number
hint-outline-numbers = numbers are compared by value; if they are headings of an outline, write them with a letter, as `q1.10`
error-label-twice-value = `{ $label }` is given twice
hint-numbers-by-value = numbers are compared by value: `1` and `1.0` are one
error-two-columns-named = two columns are named `{ $name }`
hint-give-every-column-name-own = give every column a name of its own
error-parquet-file-cannot-read = the Parquet file cannot be read: { $error }
hint-file-copied-completely = was the file copied completely?
error-folder-unfinished = a run was stopped while its files were being put in place: files of two runs may stand side by side here
hint-folder-unfinished = run it again with `--force`
error-folder-in-use = another run is writing into this folder
hint-folder-in-use = wait until it has ended, or choose another place with `--out`
error-two-outputs-one-name = two files would be called `{ $name }`
hint-rename-identifier = change the identifier that it is named after
word-folder-unfinished = The files in this folder are being put in place. If no minyi is running, it was stopped: files of two runs may stand side by side. Run it again with --force.
cli-left-as-changed = { $file } was written by an earlier run and changed since: left as it is
error-file-damaged = the file is damaged, or of a kind that cannot be read
error-parquet-checksum = the checksum of a page does not hold: the file is damaged
error-parquet-footer = what its end says of the rows and columns cannot be
error-parquet-no-rows = the file has no rows
error-parquet-type = column `{ $name }` is of type { $of }, which is not read
hint-parquet-type = write it as text or as numbers
error-parquet-value = the value cannot be: the file is damaged
error-file-exists-already = the file exists already
hint-add-force-replace-choose = add `--force` to replace it, or choose another place with `--out`
error-totals-given-partitions-but = totals are given for partitions, but no column
hint-name-within = name it as `within`
error-within-all-totals-given = with `within` all totals are given under `partitions`, none under `totals`
hint-totals-given-under-partitions = totals are given for it under `partitions`
error-no-totals-given = no totals are given for `{ $level }`
hint-give-them-under-partitions = give them under `partitions`
error-margin-adds-up-population = margin `{ $name }` adds up to { $total }, the population is { $size }
hint-use-totals-one-source = use totals of one source
error-calibration-needs-totals = calibration needs totals
hint-give-intercept-categories-numbers = give `intercept`, `categories` or `numbers` under `totals`
error-bounds-factor-g = bounds { $lower } and { $upper } of the factor g
hint-lower-one-below-1 = the lower one is below 1, the upper one above
error-calibration-does-not-meet = calibration does not meet its totals: `{ $names }` is { $gap } and should be { $target }
hint-no-bounds-help-totals = no bounds help: the totals contradict each other or the sample; compare them with the weighted totals before
hint-smallest-bounds-shape-work = the smallest bounds of this shape that work are about { $lower } and { $upper }
hint-totals-contradict-each-other = the totals contradict each other or the sample: a combination of levels has no row, or one total is wrong; compare them with the weighted totals before
error-margin = margin `{ $name }`: { $message }
error-no-column-named = no column is named
error-level-margin-missing = the level of a margin is missing
hint-every-row-weighted-belongs = every row that is weighted belongs to a level
error-target-0-but-sample = the target of `{ $level }` is 0, but the sample has rows of it
hint-their-weights-would-all = their weights would all become 0: leave those rows out, or merge the level
error-the-target-of-is = the target of `{ $level }` is { $t }
hint-totals-not-negative = totals are finite numbers, 0 or more
error-sample-level-which-no = the sample has level `{ $level }`, which has no target
hint-is-it-the-target = is it the target `{ $near }`?
hint-give-total-merge-another = give its total, or merge it with another level
error-no-row-sample = no row of the sample has { $empty }
hint-merge-level-another-one = merge the level with another one, in the data and in the totals
error-margins-do-not-add = the margins do not add up to the same population: `{ $margin }` to { $total }, `{ $other }` to { $other_total }
hint-use-totals-one-source-scale = use totals of one source, or scale one margin to the other's sum
error-status-not-listed = status `{ $l }` is not listed
hint-list-under-respondent-nonrespondent = list it under respondent, nonrespondent, ineligible or unknown
error-cell-no-take-over = cell `{ $levels }` has no { $who } to take over weights
hint-merge-another-cell = merge it with another cell
error-weights-cannot-scaled = weights cannot be scaled to { $goal }
hint-give-number-above-0-2 = give a number above 0
error-rows-unknown-eligibility-weights = rows of unknown eligibility have weights
hint-settle-them-nonresponse-step = settle them by a nonresponse step with cells before
error-classes-response-probability = { $classes } classes of response probability
hint-5-usual = 5 is usual
error-class-response-probability-no = class { $k } of response probability has no respondent
hint-take-fewer-classes = take fewer classes
error-raking-needs-margins = raking needs margins
error-raking-needs-least-one = raking needs at least one round
error-no-answer-at-all = none of these rows has an answer
hint-check-missing-codes-where = check the codes that are declared missing, and the conditions
error-seed-without-bootstrap = `{ $text }` draws nothing, so `--seed` has no meaning here
error-seed-without-replicates = `--seed` is for the draws of `--replicates bootstrap=…`
hint-leave-seed-out = leave `--seed` out, or make replicates by a bootstrap
error-cluster-in-two-partitions = cluster `{ $label }` lies in partition `{ $one }` and in partition `{ $other }`
hint-cluster-in-one-partition = one factor for all rows of a cluster needs the whole cluster in one partition: correct the column of `within`, or leave `cluster` out
error-replicates-of-all-rows = replicate weights are made for all rows, so `--where` has no meaning here
hint-give-where-to-estimate = leave it out here and give it to `minyi estimate`: the other rows still count in the variance
hint-give-missing-to-estimate = leave it out here and give it to `minyi estimate`: weights do not depend on answers
hint-rename-it-for-replicates = rename it: the file gets the columns `weight_final` and `rep_…`
error-new-column-no-name = the new column has no name
error-half-samples-know-no-correction = JK2, BRR and Fay's method take no account of a finite population correction
hint-leave-fpc-out-or-jkn = leave `--fpc` out, or use jkn or bootstrap, which honour it
error-replicates-beyond-memory = { $replicates } replicates of { $clusters } clusters are more than can be held
hint-fewer-replicates-or-another-way = take fewer, or another way: 500 is usual for the bootstrap, 80 for SDR, and linearisation needs none
error-status-listed-twice = status `{ $status }` is listed twice
hint-list-status-once = list it once: a row is a respondent, a nonrespondent, ineligible or unknown
error-raking-tolerance = the tolerance of raking is { $tolerance }
hint-tolerance-between-0-and-1 = give a relative gap between 0 and 1, such as 1e-9
hint-give-more-rounds = the gap was still shrinking: give more `rounds`
error-two-cells-one-name = two cells are both named `{ $level }`
hint-levels-without-slash = cells are named by their levels joined with `/`: rename levels that contain one
error-raking-does-not-meet = raking does not meet its margins after { $round } rounds: `{ $name }`, level `{ $levels }` is { $sum } and should be { $targets } (relative gap { $gap })
hint-some-combination-levels-no = some combination of levels has no row in the sample, so the totals contradict each other: merge levels of that margin, or drop one margin
error-weights-would-become-negative = { $negative } weights would become negative, the smallest { $least }
hint-use-distance-raking-logit = use the distance `raking`, or `logit` or `truncated-linear` with bounds; `allow-negative = true` accepts them
error-no-bound-weights = { $other } is no bound of weights
hint-absolute-median-bounds-above = absolute and median bounds are above 0, quantiles between 0 and 1
error-trimming-no-bound = trimming has no bound
hint-give-upper-lower-both = give `upper`, `lower` or both
error-weights-cannot-all-lie = weights cannot all lie between { $lower } and { $upper }: their mean is { $mean }
hint-widen-bounds-include-mean = widen the bounds to include the mean, or set `redistribute = "none"`
error-every-weight-beyond-bound = every weight is beyond a bound: nobody is left to take what is cut
hint-widen-bounds = widen the bounds
error-a-whole-number-from-0 = a whole number, 0 or more
error-a-whole-number = a whole number
error-a-number = a number
error-a-decimal = a decimal number such as `65` or `12.5`
error-an-interval = an interval such as `[60, 80)`
error-empty-interval = the interval `{ $interval }` is empty
error-not-exactly-one-choice = expected exactly one choice
hint-one-choice-in-braces = write one, as `{ "{" } choice = … { "}" }`
error-value-does-not-fit = `{ $value }` does not fit: { $reason }
error-no-toml = this is no TOML: { $reason }
error-a-text = a text in quotation marks
error-true-or-false = `true` or `false`
error-a-list = a list in square brackets
error-a-table = a table, as `{ "{" } key = value { "}" }` or below a heading in brackets
error-a-word-or-a-table = a word in quotation marks, or `{ "{" } word = … { "}" }`
error-row-differs = : row { $row } differs
hint-e-g = e.g. `{ $example }`
error-no-joint-formula = `{ $method }` has no exact formula for joint probabilities here
error-certified-format = format
error-certified-version = version
error-certified-generator = generator
error-certified-commitment = commitment to the seed phrase
error-certified-effective-phrase = phrase that streams follow from
error-certified-design = digest of the design
error-selected-of-stage = stage `{ $name }`, selected
error-reserve-of-stage = stage `{ $name }`, reserve
error-the-unit-of = `{ $unit }` of `{ $stratum }`
error-listed = { $keys }{ $more }
error-who-known-eligibility = row of known eligibility
error-who-respondent = respondent
error-drawing-again-impossible = drawing again is not possible: { $reason }
error-sample-differs-at-end = `{ $file }` differs from the sample that the certificate stands for at its end
error-sample-differs = `{ $file }` differs from the sample that the certificate stands for, first in row { $row }
error-not-verified = { $n ->
    [one] not verified: 1 difference
   *[other] not verified: { $n } differences
 }
error-only-1-taken-away = `{ $term }`: only `-1` can be taken away
error-cannot-create-store = cannot create the store: { $message }
error-cannot-open-store = cannot open the store: { $message }
error-cannot-read-store = cannot read the store: { $message }
error-cannot-write-store = cannot write the store: { $message }
error-by-whom = by whom
error-in-which-role = in which role
error-at-stage = { " " }at stage { $stage }
error-single-cluster = { $strata ->
    [one] 1 stratum has a single cluster{ $what }: { $alone }
   *[other] { $strata } strata have a single cluster{ $what }: { $alone }
 }
error-document-number = document number
error-approver = approver
error-or-more = { " " }or more
error-up-to = { " " }to { $most }
error-cells = cells
error-between = between { $above } and { $below }
error-above = above { $above }
word-power = power
word-ratio-of-sizes = ratio n₁∕n₂
word-confidence = confidence
word-standard-deviation = standard deviation
word-proportion = proportion
word-margin-of-error = margin of error
word-standard-error = standard error
word-coefficient-of-variation = coefficient of variation
word-design-effect = design effect
word-budget = budget
word-element-cv = element CV
word-cv = CV
word-cost-of-a-cluster = cost of a cluster
word-cost-of-an-element = cost of an element
word-cost = cost
word-size = size
word-mean = mean
word-model = model
word-method = method
error-rule-for-lonely-psus = rule for lonely PSUs
error-pps-variance = variance for unequal probabilities
error-quantile-rule = quantile rule
error-either = { $most } or { $last }
error-one-that-help-lists = one that `minyi sample --help` lists
error-rule-of-allocation = rule of allocation here
error-rules-of-allocation = proportional or equal; `minyi allocate` knows neyman, optimal, power and Bethel's
cli-nothing-written = nothing was written; name a file with `--out` to keep the sample and its certificate
cli-earlier-rounds-do-not-count = note: earlier rounds do not count: { $reason }
cli-no-answers-yet = { $file }: no answers yet, so nothing was scored
cli-verified-sample = verified: drawing again gives the same sample
cli-verified-bytes = verified: drawing again gives the same bytes
cli-compared = compared:
cli-compared-plan = what the draw reads of the plan `{ $file }`: survey, seed, { $parts }
cli-part-units = identifiers of the units
cli-part-class = numbers and draw of class { $class }
cli-compared-frame = the frame `{ $file }`, row by row and byte by byte: SHA-256 { $sha256 }
cli-compared-files = the files { $files }
cli-not-compared = not the rest of the plan (titles, weights, rules, answers, comments): the draw does not read it
cli-compared-design = every field of the certificate, by drawing again
cli-compared-frame-cells = the frame `{ $file }` in the cells that the draw uses; the file’s SHA-256 is { $sha256 }
cli-not-compared-sample = not the file of the sample: name it with `--sample`
cli-claims = claims that no program can check; compare them with what was announced:
cli-claim-commitment = that the phrase’s hash { $commitment } was published before the draw, for the survey `{ $survey }`
cli-claim-phrase = that the phrase `{ $phrase }` was published before the draw, for the survey `{ $survey }`: no hash was committed to
cli-claim-public-value = that the digits { $digits } are the public value that was announced; source: { $source }
cli-claim-no-source = none is stated
cli-claim-frame = that the frame is the one that was published before the draw, lists everybody, and nobody chose the design afterwards
error-found-expected = found `{ $value }`, expected { $expected }
error-unknown = unknown { $what ->
    [unit-indicator] indicator of the unit `{ $id }`
   *[other] { $what } `{ $id }`
 }

# Help and usage

error-usage-conflict = `{ $arg }` and `{ $other }` exclude each other
error-usage-no-verb = there is no command `{ $verb }`
error-usage-one-value-too-many = `{ $value }` is one value too many for `{ $arg }`
error-usage-required = missing: `{ $args }`
error-option-not-used = `{ $choice }` makes no use of `--{ $option }`
hint-option-is-for = `--{ $option }` is for { $users }: leave it out
error-option-only-with = `--{ $option }` counts only together with `--{ $other }`
hint-give-other-or-leave-out = give `--{ $other }` too, or leave `--{ $option }` out
error-option-beside = `{ $option }` is not read beside { $other }
word-certificate-of-a-sample = a sample's certificate
word-certificate-of-a-plan = a plan's certificate
word-assessment-without-survey = an assessment without a survey
hint-leave-out-one-of-two = leave one of the two out: `{ $option }` or { $other }
error-usage-twice = `{ $arg }` is given twice
error-usage-unknown = there is no option or argument `{ $arg }` here
error-usage-value = `{ $value }` is no value of `{ $arg }`
error-usage-value-because = `{ $value }` is no value of `{ $arg }`: { $reason }
error-usage-value-missing = `{ $arg }` needs a value
error-usage-values = `{ $arg }` takes { $wanted } values, here are { $given }
error-usage-verb-missing = `{ $verb }` needs a command
help-allocate = Shares a sample over strata: equal, proportional, Neyman, cost-optimal, power, or Bethel's for many variables
help-allocate-cap = The most from each stratum
help-allocate-cost = Column of the cost of a unit (default: `cost`)
help-allocate-domain = Of Bethel's rule: a column that divides the strata into domains, with the cv for every variable in each, `column:cv` (repeat)
help-allocate-examples =
    Examples:
      minyi allocate strata.csv --rule neyman --n 1400 --minimum 20 --out sizes.csv
      minyi allocate strata.csv --rule optimal --budget 90000 --cost cost
      minyi allocate strata.csv --rule power --exponent 0.5 --size residents --n 1400
      minyi allocate strata.csv --rule neyman --se-mean 0.05
      minyi allocate strata.csv --rule bethel --variable trust:mean_trust:sd_trust:0.02 --variable income:mean_inc:sd_inc:0.05 --domain province:0.08
      minyi sample srs --frame people.csv --strata region --n-from sizes.csv --seed PHRASE --out sample.csv

    strata.csv has a row per stratum: its label (column `stratum`, or those named in --strata), `population`, and what the rule needs: `sd`, `mean`, `cost`, `size`.
help-allocate-exponent = The exponent of power allocation, 0 to 1
help-allocate-force = Replace the file if it exists
help-allocate-mean = Column of the mean, for power allocation (default: `mean`)
help-allocate-minimum = The least from each stratum; without it, a stratum that the rule gives nothing is an error (0: it may go empty)
help-allocate-n = In all
help-allocate-out = The table to write: the strata with column n
help-allocate-population = Column of the number of units
help-allocate-rule = The rule
help-allocate-sd = Column of the standard deviation (default: `sd`)
help-allocate-se-mean = Standard error of the mean to be reached
help-allocate-se-total = Standard error of the total to be reached
help-allocate-size = Column of the measure of importance, for power allocation (default: `size`)
help-allocate-strata = Columns that form the label
help-allocate-strata-file = The table of strata: CSV, Excel or Parquet
help-allocate-variable = Of Bethel's rule: a variable with its columns and target, `name:mean-column:sd-column:cv` (repeat)
help-arg-budget = What may be spent
help-arg-cluster = Column of the clusters; once for each stage (none: the rows are the units)
help-arg-conditions = Only rows where this holds: `column=level`, `column=a,b`, `column!=level`, `column>=18` (repeat: all must hold)
help-arg-confidence = Confidence of the margin (default: 0.95)
help-arg-csv = The result as CSV at full precision
help-arg-cv = Coefficient of variation
help-arg-data = The data: CSV, Excel or Parquet
help-arg-date = The day that is stated
help-arg-deff = Design effect
help-arg-design = A design kept in a TOML file (the options below overrule it)
help-arg-force = Replace files that exist
help-arg-fpc = Column of the finite population correction, counts or fractions; once for each stage
help-arg-help = Print help
help-arg-json = The result as JSON
help-arg-lang = Language of everything that is printed: zh or en (without it: the environment's LC_ALL, LC_MESSAGES or LANG)
help-arg-lonely-psu = What a stratum with a single cluster contributes: fail, centre, average, certainty, skip
help-arg-margin = Half the length of the confidence interval
help-arg-mean = Expected mean, needed for --cv
help-arg-missing = A code that means that an answer is missing (repeat; '' for empty cells)
help-arg-nested = Cluster labels are unique only within their stratum
help-arg-out = Folder to write into
help-arg-plan = The plan file
help-arg-population = Units of the population; without it there is no finite population correction
help-arg-pps = Variance for unequal probabilities without replacement (`--fpc` names their column, once for each stage): brewer, hajek, hartley-rao; or of a systematic sample in the order of the rows: successive
help-arg-replicates = Variance by replicates: jk1, jkn, jk2, brr, fay=0.3, bootstrap=500, sdr=80
help-arg-response = Expected response rate
help-arg-responses = The response file of the current round (default: the one that the plan names)
help-arg-sample = The folder of the drawn sample (default: `sample` beside the plan, if it is there)
help-arg-sd = Standard deviation of the population
help-arg-se = Standard error
help-arg-seed = Public phrase that the draws of a bootstrap follow from
help-arg-steps = Weighting steps to apply first, from a TOML file as for `minyi weigh`
help-arg-store = The store
help-arg-strata = Column of the strata; once for each stage
help-arg-variable = The variable
help-arg-version = Print version
help-arg-weight = Column of the weights, or one number for all rows
help-chart = A figure as SVG or PNG
help-chart-examples =
    Kinds of a category: league, ranks, bands, heat, classes, importance, funnel, areas, change; of a class: response, weights, tree.
    `estimates` draws any table with the columns value, ci_low and ci_high, as `minyi estimate --csv` prints it.

    Examples:
      minyi chart league plan.toml --of departments --out league.svg
      minyi chart all results/scores.json --out charts
      minyi estimate mean y --by town --csv --data answers.csv > towns.csv; minyi chart estimates towns.csv --out towns.png
help-chart-kind = What to show: a kind, `all`, or `estimates`
help-chart-of = The category, or the class for response, weights and tree (default: all)
help-chart-out = A file that ends in .svg or .png, or a folder for several (both formats)
help-chart-scale = Pixels of a PNG to one of the drawing (default: 2)
help-check = Every problem of a plan at once, else what will be drawn and scored
help-check-examples =
    Examples:
      minyi check plan.toml
      minyi check plan.toml --json
help-completions = Shell completions on stdout: bash, zsh, fish, powershell, elvish
help-completions-shell = The shell
help-decide = What the rules recommend, with evidence: of a plan's survey, or of an assessment without one
help-decide-examples =
    Examples:
      minyi decide plan.toml answers.csv --lang zh
      minyi decide plan.toml --rules measure.toml --out decisions    rules from a file beside the plan
      minyi decide data/schemes/b1-villages/scheme.toml              checks, deductions and grades without a survey
help-decide-history = The store of earlier rounds (`minyi history`), for rules that look back further than the plan's own rounds
help-decide-json = The recommendations as JSON
help-decide-more = A recommendation names its clause, the numbers used, what would change it, how well the data support it, and the earlier rounds it looked at; a rule says how many of its recommendations are expected to be wrong. People decide.
help-decide-rules = A file of rules, clauses and ledger to use instead of the plan's
help-demo = The whole 2013 plan of 79 units at full size: frames, draw, 159,000 questionnaires, scores, recommendations, charts, report
help-demo-dir = The folder to make
help-demo-more = Frames and answers are invented; the plan, its units and their names are real, and nothing here says anything about them.
help-draw = Draw the samples: one table per class, quota sheets, assignments, certificate
help-draw-examples =
    Examples:
      minyi draw plan.toml                 into the folder `sample` beside the plan
      minyi draw plan.toml --out elsewhere
help-draw-json = The numbers of the draw as JSON
help-estimate = Means, totals, ratios, proportions, quantiles and more with design-based standard errors, for any number of domains in one pass
help-estimate-by = One estimate for each combination of levels of these columns
help-estimate-confidence = Confidence level of the intervals
help-estimate-contrast = A contrast of the estimates in their order, such as 1,-1,0 (repeat)
help-estimate-covariance = Add the covariance matrix to the JSON result (with --json)
help-estimate-deff = Design effects: against sampling without (default) or with replacement
help-estimate-examples =
    Examples:
      minyi estimate mean api00 api99 --data api.csv --weight pw --strata stype --fpc fpc
      minyi estimate mean trust --data survey.parquet --weight w --strata region --cluster ea --nested --by unit --json
      minyi estimate ratio spent/income --data home.csv --design design.toml --where 'age>=18'
      minyi estimate proportion answer --data survey.csv --weight w --interval korn-graubard
      minyi estimate quantile income --p 0.25,0.5,0.75 --data home.csv --weight w --cluster ea
help-estimate-interval = Interval of proportions, and of the shares behind quantiles: logit (default for proportions), wilson, korn-graubard, beta, arcsine, wald (default for quantiles)
help-estimate-json = The result as JSON at full precision
help-estimate-p = Probabilities of quantiles (default: 0.5)
help-estimate-rule = Quantile rule: math (default), school, shah-vaish, hf1 … hf9
help-estimate-statistic = What to estimate
help-estimate-variables = Variables; pairs `a/b` for ratio and correlation
help-fit = Linear and logistic regression on a design
help-fit-confidence = Confidence level of the intervals
help-fit-examples =
    Examples:
      minyi fit 'api00 ~ ell + meals + factor(stype)' --data api.csv --weight pw --cluster dnum
      minyi fit 'satisfied ~ age + factor(region)' --family logistic --data survey.csv --weight w --wald 'factor(region)'
help-fit-family = The model
help-fit-formula = The formula
help-fit-json = The result as JSON at full precision
help-fit-wald = Test that these terms have no effect (repeat)
help-help = Print this message or the help of the given subcommand(s)
help-history = The memory of a survey: rounds in one append-only file, with reviews and editions
help-history-add = Enter the current round of a plan
help-history-add-date = The day that is stated (default: the round's `date`)
help-history-examples =
    Examples:
      minyi history add plan.toml --store survey.db --date 2013-10-31
      minyi history review survey.db --round 2013 --state reviewed --by 王芳 --role 审核 --date 2013-11-05
      minyi history verify survey.db --head 3f2a…
      minyi history export survey.db --out archive && minyi history import archive --store copy.db
      minyi decide plan.toml --history survey.db      rules that look at earlier rounds
help-history-export = All entries as plain files
help-history-import = Adds exported entries that continue the store's chain
help-history-import-folder = The exported folder
help-history-import-store = The store, made if it is not there
help-history-list = The entries
help-history-list-json = As JSON
help-history-map = Enter which units were renamed, merged or split
help-history-map-file = A TOML file with `[[renamed]]`, `[[merged]]`, `[[split]]`
help-history-map-round = Round from which on it holds
help-history-map-survey = Survey identifier
help-history-more = Plans, certificates, hashes of answers, scores with their covariance, events, decisions and reviews are entered once and never changed; a chain of hashes shows every edit. Write the last hash down, or publish it: `verify --head` then also finds an end that was cut off.
help-history-review = The next step of a review (draft, reviewed, formal), or the steps so far
help-history-review-adjustments = What was decided otherwise: a table with `unit, what, from, to, why`
help-history-review-by = Who takes it
help-history-review-note = What there is to say
help-history-review-role = In which role
help-history-review-round = The round
help-history-review-state = The step to take; without it, the steps so far
help-history-review-survey = Survey identifier (default: the only one in the store)
help-history-show = The content of an entry, on stdout
help-history-show-seq = Its number
help-history-verify = Whether every entry is as it was entered
help-history-verify-head = A hash that was kept elsewhere: it must be in the chain
help-minyi = Public-satisfaction surveys from the plan to a decision that can be defended: selection, weighting, estimation, scores, ranks, reports (zh, en)
help-minyi-examples =
    Examples:
      minyi demo                         the whole 2013 plan of 79 units in ./minyi-demo, with invented answers
      minyi check plan.toml              every problem of a plan at once, else what will be drawn and scored
      minyi draw plan.toml               samples, quota sheets and a certificate beside the plan
      minyi score plan.toml answers.csv  scores with intervals and ranks
      minyi run plan.toml                all that the data allow: scores, recommendations, charts, report
      minyi sample srs --frame FILE …    draws from any frame, with a certificate
      minyi estimate mean y --data FILE  design-based estimates from any table, without a plan

    Exit status: 0 fine, 1 the answer is no (problems found, verification failed), 2 could not run.
help-new = A starting plan with commented choices, and an empty response template
help-new-dir = The new folder
help-new-examples =
    Example:
      minyi new my-survey && $EDITOR my-survey/plan.toml && minyi check my-survey/plan.toml
help-new-more = The plan is the complete 2013 plan: change names, units, classes and rules to your own; every setting is listed with its choices.
help-quota = Quota sheets over any number of variables; whole cells that sum to every margin. Quotas have no inclusion probabilities
help-quota-achieved = Interviews made so far, to be compared with the quotas: a row for each, or rows with their numbers in the column of --count
help-quota-count = Column of the counts
help-quota-counts = The population counts: CSV, Excel or Parquet
help-quota-examples =
    Examples:
      minyi quota population.csv --variables sex,age --count residents --n 20 --seed PHRASE --out sheet.csv
      minyi quota population.csv --variables sex,age,education --n 1400 --seed PHRASE          (one row per cell, column `count`)
      minyi quota margins.csv --marginal --n 1400 --seed PHRASE                                (columns variable, level, count)
      minyi quota population.csv --variables sex,age --n 20 --seed PHRASE --achieved interviews.csv

    --achieved compares a sheet with the interviews made so far: one row for each, with the quota variables as columns.
help-quota-force = Replace the file if it exists
help-quota-marginal = The table gives each variable by itself (columns variable, level, count); no cells are made
help-quota-n = Interviews
help-quota-out = The sheet to write: CSV or Parquet
help-quota-seed = The public phrase that the rounding follows from
help-quota-variables = The quota variables: columns of the table
help-rank = Between which ranks units truly stand, who cannot be told apart, and how probable the last places are
help-rank-class = Rank by the score of one class instead of the composite
help-rank-examples =
    Examples:
      minyi rank plan.toml answers.csv
      minyi rank plan.toml --class recipients --lang zh
      minyi rank plan.toml --out results        ranks.csv, differences.csv, ranks.json
help-rank-json = Everything as JSON: composite and classes, all pairs
help-rank-more = Confidence sets of ranks come from the joint covariance of the scores (Mogstad, Romano, Shaikh and Wilhelm 2024). Units that share a letter in `groups` cannot be told apart.
help-replace = Replaces lost units of a sample by its reserve, in order and with a reason; inclusion probabilities are recomputed
help-replace-certificate = The certificate of the sample
help-replace-examples =
    Example:
      minyi replace sample.certificate.json --log losses.csv --out sample-final.csv

    losses.csv has the columns `unit`, `reason` and, where the sample has strata, `stratum`. Replaced units stay in the result as nonrespondents.
help-replace-force = Replace the file if it exists
help-replace-log = The log of losses: CSV or Excel
help-replace-frame = The frame of the sample (default: the file of that name beside the certificate)
help-replace-more = The sample is drawn again first: an edited certificate or frame is refused, so that nobody chooses who comes next.
help-replace-out = The file to write: CSV or Parquet
help-replicate = Replicate weights of a design as columns of a new file, and beside it the design that reads them
help-replicate-examples =
    Example:
      minyi replicate --data survey.csv --weight w --strata region --cluster ea --replicates bootstrap=500 --seed 'public phrase' --out replicates.parquet
help-replicate-force = Replace the file if it exists
help-replicate-json = Scale and rscales as JSON
help-replicate-out = The file to write: all columns, and the weights of the replicates as `rep_001`, `rep_002`, …, with as many digits as their number has
help-report = Report, charts and workbook
help-report-after = The `scores.csv` of a public edition of this round that is out already, each by its own `--after`: what its difference to this one would reveal is withheld too
help-report-edition = internal: everything; public: small cells are withheld
help-report-examples =
    Examples:
      minyi report plan.toml answers.csv --out results
      minyi report plan.toml --edition public --out public
help-report-formal = The formal edition; without it the report says that it is preliminary
help-run = All that the data allow: scores, recommendations, charts, report, workbook
help-run-examples =
    Example:
      minyi run plan.toml          into the folder `results` beside the plan
help-run-json = Where everything was written, as JSON
help-sample = Draws a sample from any frame by one of 23 methods, with a certificate that anyone can verify
help-sample-allocate = Share --n over the strata: proportional, equal
help-sample-balance = Balancing variables of the cube method
help-sample-commitment = The hash of the phrase that was published before the draw (`minyi seed` prints it)
help-sample-contains = A sample drawn before, whose units this larger one must contain
help-sample-coordinates = Coordinates of the spatial methods
help-sample-design = A design file with one stage or several, in place of the options below
help-sample-examples =
    Examples:
      minyi sample srs --frame people.csv --id id --n 500 --seed 'phrase, published' --out sample.csv
      minyi sample pps-systematic --frame towns.csv --id town --size residents --n 10 --seed PHRASE --out towns-drawn.csv
      minyi sample sampford --frame villages.csv --id village --size residents --strata county --n 'A=3,B=5' --reserve 2 --seed PHRASE --out v.csv
      minyi sample systematic --frame staff.csv --id id --strata dept --sort grade,age --serpentine --n 200 --allocate proportional --seed PHRASE --out s.csv
      minyi sample cube --frame schools.csv --id school --balance pupils,teachers --n 40 --seed PHRASE --out balanced.csv
      minyi sample --design stages.toml --out sample.csv
      minyi verify sample.certificate.json --frame people.csv

    stages.toml, towns and then villages within them:
      survey = "linshui-2026"
      frame = "villages.csv"
      seed = { "{" } phrase = "published phrase" { "}" }
      { "[" }[stage]]
      name = "towns"
      select = { "{" } method = "pps-systematic", id = "town", size = "residents", take = { "{" } each = 5 { "}" } { "}" }
      { "[" }[stage]]
      name = "villages"
      select = { "{" } method = "srs", id = "village", take = { "{" } each = 3 { "}" } { "}" }
help-sample-frame = The frame: CSV, Excel or Parquet
help-sample-id = Column of the identifiers (default: `id`)
help-sample-joint = Add the joint inclusion probabilities of the drawn units as columns pij_1, pij_2, …
help-sample-json = The certificate as JSON on stdout
help-sample-keep-unselected = Write all rows of the frame with their inclusion probabilities and how often they were drawn
help-sample-method = The method
help-sample-minimum = The least from each stratum, with --allocate
help-sample-n = How many: a number (of each stratum; in all with --allocate), or one for each stratum: 'A=3,B=5'
help-sample-n-from = A table with the strata columns and a column `n`, as `minyi allocate` writes it
help-sample-out = The sample to write: CSV or Parquet; the certificate is written beside it
help-sample-previous = Column of the inclusion probability of the phase before, to be multiplied in
help-sample-public = A public value that came out after that: the digits of a lottery, of a beacon, in the announced order
help-sample-public-source = Where that value was announced to come from
help-sample-reserve = Reserve units per stratum, in the order of use
help-sample-rotation-groups = Divide the sample into so many rotation groups
help-sample-seed = The public phrase that the draw follows from
help-sample-serpentine = Every second group runs backwards, so that neighbours stay alike
help-sample-shift = Begin elsewhere on the circle of permanent random numbers (0 to 1), to overlap little with a sample of the same seed
help-sample-size = Column of the size measure
help-sample-sort = Columns that give the order within a stratum, the coarsest first
help-sample-strata = Columns that form the strata
help-sample-survey = Name of the survey; rounds that shall be coordinated have the same name and seed (default: `survey`)
help-score = Scores by indicator, class and composite, with standard errors, intervals and ranks
help-score-examples =
    Examples:
      minyi score plan.toml answers.csv
      minyi score plan.toml answers.xlsx --out results
      minyi score plan.toml --json | jq '.rows[0]'
help-score-json = The whole result as JSON
help-seed = The hash of a seed phrase, to be published before the draw
help-seed-examples =
    The protocol: choose a phrase nobody can guess, publish its hash and which public value will be used; when that value is out, draw with
      minyi sample … --seed PHRASE --commitment HASH --public VALUE
    so that neither you nor the lottery could choose the sample.
help-seed-phrase = The phrase
help-simulate = Invented answers for the drawn sample, with the truth beside them; invented frames; or the whole plan repeated, to see what it can tell
help-simulate-examples =
    Examples:
      minyi simulate plan.toml --frames                invented frames where the plan expects them
      minyi simulate plan.toml                         responses.csv and truth.csv beside the plan
      minyi simulate plan.toml --repeat 1000           1000 surveys: bias, coverage, ranks, rules, what more interviews would buy
      minyi simulate plan.toml --repeat 1000 --from estimates    the same, of a population like the one that this round found
help-simulate-frames = Write frames instead of answers
help-simulate-from = The population behind repeated surveys: invented, or made from the estimates of the current round
help-simulate-json = What was found, as JSON, and nothing written unless `--out` is given
help-simulate-more = Everything is seeded by the plan, so the same plan gives the same bytes. Nothing says anything about real units.
help-simulate-repeat = Carry the whole plan out this often, and write `simulation.html`, `simulation.json` and pictures
help-size = How many to ask: the sample size for a precision, with every step of the arithmetic
help-size-difference = Of the difference of two means or proportions
help-size-difference-confidence = 1 − α, two-sided
help-size-difference-correlation = Correlation of the two values of a unit that is in both
help-size-difference-difference = The difference of means to be found
help-size-difference-overlap = Share of the first sample that is in both
help-size-difference-p = The two proportions
help-size-difference-populations = The two populations
help-size-difference-power = The probability to find the difference
help-size-difference-ratio = n1 over n2
help-size-difference-sd = The two standard deviations
help-size-domains = The same precision in every domain, from a table with columns `domain`, `population` (optional) and `sd` or `p` (and `mean`, for --cv)
help-size-domains-file = The table: CSV, Excel or Parquet
help-size-domains-interval = The interval of a proportion: wald (default), wilson
help-size-domains-of = What is estimated in each: mean, total, proportion
help-size-examples =
    Examples:
      minyi size proportion --p 0.5 --margin 0.03 --population 20000 --deff 1.5 --response 0.7
      minyi size proportion --p 0.05 --margin 0.02 --interval wilson
      minyi size mean --sd 2.1 --se 0.05
      minyi size total --sd 12 --margin 3000 --population 7000
      minyi size domains departments.csv --of proportion --margin 0.05 --response 0.7
      minyi size difference --p 0.62,0.55 --power 0.9
      minyi size difference --sd 2,2 --difference 0.3 --overlap 0.5 --correlation 0.6
      minyi size two-stage --cluster-cost 400 --element-cost 25 --icc 0.05 --budget 50000
help-size-mean = Of a mean
help-size-proportion = Of a proportion
help-size-proportion-interval = The interval whose half length is the margin: wald, wilson
help-size-proportion-p = The expected proportion; 0.5 is the safe side
help-size-total = Of a total
help-size-two-stage = Clusters and the take of each, from costs and the intraclass correlation
help-size-two-stage-cluster-cost = Cost of a cluster
help-size-two-stage-clusters = How many clusters there are
help-size-two-stage-cv = Coefficient of variation of the mean to be reached
help-size-two-stage-element-cost = Cost of an element
help-size-two-stage-element-cv = Coefficient of variation of the elements
help-size-two-stage-icc = Intraclass correlation
help-size-two-stage-largest-take = The most that can be taken in a cluster
help-size-two-stage-sd = Standard deviation of the elements
help-size-two-stage-se = Standard error of the mean to be reached
help-test = Tests on a design: independence, goodness of fit, difference of two means
help-test-chi-square = Independence of two categorical variables
help-test-chi-square-columns = The other
help-test-chi-square-rows = One variable
help-test-chi-square-statistic = f (Rao and Scott, second order), chi-square (first order), wald, adjusted-wald
help-test-examples =
    Examples:
      minyi test chi-square sex answer --data survey.csv --weight w --strata region --cluster ea
      minyi test t trust sex --data survey.csv --weight w
      minyi test fit region --shares north=0.4,south=0.6 --data survey.csv --weight w
help-test-fit = Whether categories have given shares
help-test-fit-shares = level=share for each category
help-test-t = Difference of the means of two groups
help-test-t-group = The column of the groups
help-verify = Draw again and compare with a certificate, byte for byte
help-verify-certificate = The certificate, or the folder that holds it
help-verify-examples =
    Examples:
      minyi verify sample/certificate.json --plan plan.toml      of `minyi draw`
      minyi verify sample.certificate.json --frame people.csv    of `minyi sample`
help-verify-frame = The frame of a sample (default: the file of that name beside the certificate)
help-verify-more = Exit status 1, with every difference named, if anything is not as certified: what the draw read of the plan, seed phrase, a frame's row or bytes, an output. Says what was compared, and what the certificate claims that no program can find out.
help-verify-plan = The plan (default: the file of that name in the folder above the certificate's)
help-verify-sample = The sample as it was written, to be compared as well
help-weigh = Weighting steps on a file: nonresponse, poststratify, rake, calibrate, trim, normalise
help-weigh-examples =
    Example:
      minyi weigh steps.toml --data survey.csv --out weighted.csv

    steps.toml:
      weight = "base"
      { "[" }[step]]
      { "[" }step.rake]
      margins = [
        { "{" } columns = ["sex"], totals = { "{" } f = 5200, m = 4800 { "}" } { "}" },
        { "{" } columns = ["region"], totals = { "{" } north = 6000, south = 4000 { "}" } { "}" },
      ]
      { "[" }[step]]
      { "[" }step.trim]
      upper = { "{" } median = 4.0 { "}" }
help-weigh-force = Replace the file if it exists
help-weigh-json = What each step did, as JSON
help-weigh-name = Name of the new column of --out (default: `weight_final`)
help-weigh-out = The file to write: all columns and the new one, CSV or Parquet
help-weigh-steps = The steps
help-word-a-command = { "[" }COMMAND]
help-word-any-options = { "[" }OPTIONS]
help-word-arguments = Arguments:
help-word-command = <COMMAND>
help-word-commands = Commands:
help-word-default = { "[" }default:
help-word-more = For more, see `--help`.
help-word-options = Options:
help-word-possible = { "[" }possible values:
help-word-usage = Usage:
help-word-design = Design:
help-word-result = Result:
help-word-seed = Seed:
help-word-selection = Selection:
error-usage-expected = expected { $expected }
cli-next = next: { $commands }
cli-doing-making-frames = making frames
cli-doing-drawing-the-samples = drawing the samples
cli-doing-scoring = scoring
cli-doing-drawing = drawing
cli-doing-verifying = verifying
cli-doing-drawing-charts-and-writing-the-report = drawing charts and writing the report
cli-doing-inventing-answers = inventing answers
cli-doing-working-out-the-truth = working out the truth
cli-demo-done = { $units } units, { $scored } questionnaires scored, { $made } recommendations; answers are simulated
cli-entries-as-entered = { $n } entries, all as they were entered
cli-last-hash = last hash { $hash }
cli-entries-in = { $n } entries in { $folder }
cli-new-entries = { $n } new entries
cli-there-already = { $n } of { $asked } were there already, unchanged
cli-replicates = { $n } replicates, scale { $scale }, rscales { $rscales }
    read them with --design { $file }
cli-one-for-each-see-json = one for each, see --json
cli-doing-surveys = surveys
report-scrolls = { $caption } (scrolls sideways)
word-step-normal-quantile-of-the-power = normal quantile of the power
word-step-variance-that-a-finite-population-takes-away = variance that a finite population takes away
word-step-normal-quantile = normal quantile
word-step-rounded-up = rounded up
word-step-invited-for-the-response-rate = invited, for the response rate
word-step-finite-population-correction = finite population correction
word-step-unit-variance-of-the-difference = unit variance of the difference
word-step-size-for-an-infinite-population = size for an infinite population
word-step-the-same-precision-for-the-mean = the same precision for the mean
word-step-as-many-as-the-population-everyone-is = as many as the population: everyone is taken
word-step-one-group-whole = one group whole, the other carries the rest
word-step-effective-sample-size-needed = effective sample size needed
word-step-optimal-take = optimal take
word-step-take-by-comparing-whole-numbers = take, by comparing whole numbers
word-step-clusters = clusters
word-step-elements-in-all = elements in all
word-step-effective-sample-size = effective sample size
decide-running = { $step } ({ $running } running)
decide-time = { $step } (time { $times })
decide-points-more-and-it-would-not-apply = { $needed } points more, and it would not apply
decide-more-than-points-more-and-it-would = more than { $needed } points more, and it would not apply
decide-points-fewer-and-it-would-not-apply = { $needed } points fewer, and it would not apply
decide-more-than-points-fewer-and-it-would = more than { $needed } points fewer, and it would not apply
decide-veto-document = veto ({ $clause }, document { $document }) { $from } → { $to }
decide-it-would-not-apply-without-this-event = it would not apply without this event
decide-there-is-one-grade-only = there is one grade only
decide-more-than-points-fewer-and-the-grade = more than { $low } points fewer, and the grade would be lower
decide-points-fewer-and-the-grade-would-be = { $low } points fewer, and the grade would be lower
decide-more-than-points-more-and-the-grade = more than { $high } points more, and the grade would be higher
decide-points-more-and-the-grade-would-be = { $high } points more, and the grade would be higher
decide-place-from-below-of = { $name }, place { $place } from below of { $p }
decide-place-of = { $name }, place { $place } of { $p }
decide-there-is-no-other-unit-on-the = there is no other unit on the list
decide-more-than-points-more-and-it-would-2 = more than { $gap } points more, and it would not be among them
decide-more-than-points-fewer-and-it-would-2 = more than { $gap } points fewer, and it would not be among them
decide-against-the-mean-of-units = { $name } (against the mean of { $there } units)
decide-places-fallen-rank-in = places fallen (rank { $before } in { $round })
decide-places-less-and-it-would-not-apply = { $places } places less, and it would not apply
decide-rank = { $round }: rank { $before }
decide-events-of-in-the-ledger = events of `{ $clause }` in the ledger
decide-events-about-matter = events of `{ $clause }` in the ledger about { $matter }
decide-no-earlier-rounds = not judged: { $there ->
    [0] no earlier rounds
    [one] 1 earlier round
   *[other] { $there } earlier rounds
 } to look back to, { $needed } needed
decide-too-few-earlier-rounds = judged only as far as { $there ->
    [0] the present round goes: it looks back, and there are no earlier rounds
    [one] 1 earlier round goes
   *[other] { $there } earlier rounds go
 }, all of it needs { $needed }
decide-error-not-known = not judged: it asks for { $confidence } % confidence, and a standard error is not known
decide-fewer-and-it-would-not-apply = { $limit } fewer, and it would not apply
decide-more-and-it-would-not-apply = { $count } more, and it would not apply
decide-fine-of = fine of { $shown } { $currency }
decide-reward-of = reward of { $shown } { $currency }
decide-place-from-below-of-2 = { $name } { $value }, place from below of { $p }:
decide-place-of-2 = { $name } { $value }, place of { $p }:
decide-it-changes-with-the-place = it changes with the place
decide-adjusted-score = adjusted score
decide-score-by = score by { $class }
decide-the-method-changed = the method changed: { $list }
report-finding-there-are-no-questionnaires-from = There are no questionnaires from { $class }.
report-finding-no-valid-answer-from-to = { $unit }: no valid answer from { $class } to “{ $name }”.
report-finding-units-have-fewer-valid-questionnaires-than-the = { $class }: { $short ->
    [one] one unit has
   *[other] { $short } units have
} fewer valid questionnaires than the { $per_unit } planned (fewest: { $fewest }).
report-finding-nothing-is-known-of-the-sampling-design = { $class }: nothing is known of the sampling design, standard errors treat raters as a simple random sample.
report-finding-surplus-all-count = { $class }: { $units ->
    [one] one unit has
   *[other] { $units } units have
} more valid questionnaires than the { $per_unit } planned (most: { $most }), and no order of use tells the first ones from the rest: all count. To count the first ones only, name the column of the order in `responses.order`.
report-finding-error-not-known = { $class }: the standard error of { $units ->
    [one] one unit
   *[other] { $units } units
} is not known, because all raters come from one sampling unit, or there is only one. Neither is that of anything made from these scores: composites, means, changes, rank sets, rules with a confidence.
report-finding-not-drawn = { $class }: { $n ->
    [one] one questionnaire by a person who was not drawn is
   *[other] { $n } questionnaires by people who were not drawn are
} set aside (row { $rows }).
report-finding-not-assigned = { $class }: { $n ->
    [one] one questionnaire about a unit that was not assigned to the rater is
   *[other] { $n } questionnaires about units that were not assigned to the rater are
} set aside (row { $rows }).
report-finding-set-aside-before = In the round before, { $n ->
    [one] one questionnaire is
   *[other] { $n } questionnaires are
} set aside: by people who were not drawn, or about units that were not assigned to them.
report-finding-questionnaires-about-a-unit-that-the-rater = { $class }: { $own_unit } questionnaires about a unit that the rater may not rate were left out.
report-finding-answers-are-not-on-the-scale-they = { $invalid_total ->
    [one] One answer is not on the scale; it is left out and listed.
   *[other] { $invalid_total } answers are not on the scale; they are left out and listed.
}
report-finding-answers-are-to-indicators-that-are-not = { $stray } answers are to indicators that are not asked about the unit; they were not used.
report-finding-columns-not-used = Columns not used: { $names }.
report-finding-the-plan-has-changed-since-the-sample = The plan has changed since the sample was drawn; `minyi verify` says what differs.
report-finding-not-comparable-with-the-round-before = Not comparable with the round before: { $reason }
decide-used-of-round = { $round }: { $found }
error-quoted = `{ $value }`
error-semicolons = semicolons
error-tabs = tabs
error-bars = bars
error-commas = commas
error-full-width-commas = full-width commas
hint-plan-is-toml = a plan is a text in TOML; `minyi new` writes one to begin with
hint-file-is-toml = the file is a text in TOML: `key = value`, texts in quotation marks, parts below headings in brackets
