## 各处通用的词

word-between-clauses = ；
word-between-names = 、
word-between-sentences = { "" }
word-category = 类别
word-certainty = 必选
word-class = 调查对象
word-comma = ，
word-composite = 综合得分
word-composite-2 = 综合
word-coverage = 覆盖率
word-data-quality = 数据质量
word-earlier = 以往：
word-example = 示例
word-groups = 组
word-in-brackets = （{ $text }）
word-insufficient = 不足
word-interval = 区间
word-largest-z = 最大z
word-level = 层级
word-mean-bias = 平均偏差
word-no-composite = 无综合得分
word-rank = 名次
word-rank-set = 名次范围
word-score = 得分
word-se = 标准误
word-stated-se = 所报标准误
word-stratum = 层
word-survey = 调查
word-tied-people-decide = 并列，由人决定
word-true-rank = 真实名次
word-true-score = 真实得分
word-true-se = 真实标准误
word-unit = 单位
word-valid = 有效
word-within = 属于
word-weight = 权重

## 命令

cli-some-replicates-lack-the-domain = “–”：数据没有变化，或某些重复中没有该域的数据行，因而没有标准误（后者用线性化、即不加`--replicates`可得）。
cli-a-quantile-so-near-an-end = 分位数太靠近两端，样本不足以给出区间。
cli-a-share-of-0-or-1 = 比例为0或1时没有这种区间，可用 --interval korn-graubard 或 wilson。
cli-achieved = 完成
cli-adjusted = 调整
cli-adjusted-because = { $unit }（{ $what }）：{ $from } → { $to }，理由：{ $why }
cli-after = 调整后
cli-all = 全部
cli-all-units = 评全部单位
cli-allocated = n = { $n }，费用 { $cost }
cli-apart = 单独考核
cli-assessed-apart = （单独考核）
cli-before = 调整前
cli-binds = 起作用
cli-bound = 界限
cli-by = 划分
cli-by-2 = 签署人
cli-cap = 上限
cli-change-found = 可分辨的变化
cli-check-assessment = { $title }：{ $units }个单位，{ $periods }期得分，{ $rules }条规则，没有问题。
cli-check-counts = 共{ $units }个单位，计划{ $questionnaires }份问卷，{ $rules }条规则。
cli-check-each = 每人评{ $units }个
cli-clusters = { $clusters } 个群，每群 { $take } 个，费用 { $cost }
cli-contrast = 对比
cli-cost = ，费用{ " " }
cli-date = 日期
cli-seq = 序号
cli-kind = 类别
cli-name = 名称
cli-hash = 散列值
cli-difference-found = 可分辨的差
cli-domain = 域
cli-draft = 初稿
cli-drawn = { $method }：从 { $of } 个单位中抽取 { $n } 个
cli-drawn-by = 抽取方法
cli-edition = 版次
cli-effective-n = 有效样本量
cli-estimate = 估计
cli-factors = 调整系数
cli-for-all-at-once = 同时成立的范围
cli-formal = 正式
cli-formula = 公式
cli-frame = 抽样框
cli-full = 已满
cli-gap = 相对差
cli-ideal = 理想值
cli-in-numbers = 代入
cli-interrupted = 已中断；没有留下写了一半的文件
cli-inclusion-probability = 入样概率
cli-invite = ，邀请{ " " }
cli-invite-2 = 邀请
cli-kish-deff = Kish设计效应
cli-largest-relative-error-of-a-balanced = 平衡变量总量的最大相对误差：
cli-last = 列最后的概率
cli-last-is-last = 最后一名为真
cli-last-places-all-right = 末几名全对
cli-level = 水平
cli-margin = 边际
cli-minimum = 下限
cli-missing = 缺失
cli-note = 提示：{ $note }
cli-note-gb18030 = 有文本文件不是UTF-8，已按GB18030读取
cli-note-sheet = 已读取工作表`{ $name }`；未读取：{ $others }
cli-note-qualtrics = 第{ $first }至{ $last }行是题目说明（Qualtrics），不是回答，已略去
cli-note-wenjuan = 列`{ $column }`中有问卷星表示未显示或未作答的数，现按数计入；若确系此意，请声明：{ $codes }
cli-note-wenjuan-answers = 回答中有-3或-2，即问卷星表示未显示或未作答的代码；在方案的`scale.missing`中列出之前，按无效回答计
cli-note-unmet = { $file }：方案中的{ $words }未在任何回答中出现
cli-note-share-unmet = `{ $variable }`中没有一行是`{ $level }`：按无人选择计算
cli-note-missing-code = 缺失代码`{ $code }`在所用各列中均未出现
cli-n = 样本
cli-no-problems-found = 没有发现问题。
cli-no-standard-error-can-be-given = “–”：没有可用的离散程度（如域内只有一个群，或结果用到这样的域），标准误无法估计。
cli-no-steps-yet = 尚无审核记录。
cli-no-whole-cells-meet-all-margins = 以下边际无法同时满足，偏离一个以上：
cli-not-all-frame-files-are-there = 抽样框文件尚未齐备，抽样部分未检查。
cli-note-column = 说明
cli-note-random-groups = 注：权数按随机分组计算，入样概率为目标值。
cli-note-targets = 注：入样概率为目标值，本方法近似达到。
cli-note-list-persons = 名册上有{ $listed }人，方案要求每个单位{ $planned }人
cli-note-all-staff-taken = 单位`{ $unit }`名册上有{ $listed }名职工，全部入样（计划{ $planned }人）
cli-note-own-employees = { $short }个单位不足{ $planned }人，因为本单位的人不评本单位
cli-note-certainty-unit = { $stratum }的`{ $town }`是必选单元
cli-note-quota-stage = 最后一阶段是配额抽样，没有入样概率；权数假定村内为随机样本
cli-of = 对象
cli-operator = 组织实施
cli-own-unit = 各评本单位
cli-per-unit = 每单位
cli-frame-rows = 抽样框行数
cli-quota = 配额
cli-quota-of = 配额格
cli-quota-open = 缺 { $n }
cli-quota-over = 超 { $n }
cli-rates = 评价方式
cli-real = 实数解
cli-pairs-left-out = { $category }有{ $units }个单位，两两比较数量过多，不逐对列出，也不分组。
cli-reliability = 信度{ $reliability }（得分差异中不属于抽样误差的部分）；单位之间的真实标准差{ $sd }分
cli-replaced = 替换 { $n } 个单位，备选剩余 { $left } 个；入样概率已重新计算
cli-reserve = 备选
cli-result = 结果
cli-reviewed = 已审核
cli-role = 职责
cli-rounds = 轮数
cli-rows = 行数
cli-stage = 阶段
cli-standard-error-of-the-mean = ，均值标准误{ " " }
cli-state = 状态
cli-statistic = 统计量
cli-step = 步骤
cli-sum = 权数和
cli-target = 目标
cli-test = 检验
cli-test-adjusted-wald = 校正Wald检验
cli-test-chi-square = 卡方检验
cli-test-goodness-of-fit = 拟合优度检验
cli-test-rao-scott-f = Rao–Scott F检验
cli-test-t = t检验
cli-test-wald = Wald检验
cli-units = 单位数
cli-value = 估计
cli-variable = 变量
cli-weights = 权数范围
cli-yes = 是

## 规则建议

decide-approved-by = 批准
decide-capped-to = ，封顶后计
decide-clear = 明确
decide-document = 文号
decide-example = （示例）
decide-expected = { $category }：建议{ $n }个，其中预计错提{ $wrong }个，漏提{ $missed }个
decide-fewest-people = 改变回答即可越线的最少人数：{ $list }
decide-indistinguishable = 无法区分
decide-ledger-and-adjusted-scores-the-score = 台账与调整后得分（原得分不变）
decide-likely = 可能
decide-margin = 差{ $margin }，标准误{ $se }，单侧95%界{ $bound }
decide-none = 没有建议。
decide-not-assessable = 无法判断
decide-not-even-all = { $class }全部改也不够
decide-or = ，或
decide-people = { $class }{ $n }人
decide-probability-that-it-truly-applies-about = 真实得分适用本条的概率约
decide-rank-moves = ，名次{ $before } → { $after }
decide-these-are-recommendations-people-decide = 以上为建议，由人决定。
decide-tied-people-decide = ，并列，由人决定
decide-without-score-so-not-judged = 没有得分、无法判断：
decide-rules-not-judged = 未能判断或未能全部判断的规则：
decide-rule-not-judged = { $clause } { $name }（{ $whom }）：{ $why }

## 图

chart-composite-score = 综合得分
chart-composite-score-2 = 综合得分
chart-score-of-each-class = 各类调查对象评分
chart-no-estimates = 没有可画的估计值。
chart-no-estimate = 无估计
chart-estimates-note = 横线为所给区间。
chart-title-league = 综合得分
chart-title-bands = 满意程度分布
chart-title-heat = 各项指标得分
chart-title-classes = 各类调查对象评分
chart-title-change = 与上一轮相比的变化
chart-importance-needs-two = 至少要有两项有得分的指标才能比较。
chart-importance-stated = 重要性：方案规定的指标权重（占比）
chart-importance-derived = 重要性：与同一答卷其余指标的相关系数
chart-performance = 满意度得分
chart-quadrant-first = 重要而得分较低：优先改进
chart-quadrant-keep = 重要且得分较高：保持
chart-quadrant-later = 次要且得分较低
chart-quadrant-enough = 次要而得分较高
chart-importance-note-derived = 重要性由权重最大的一类对象的答卷推得（先减去各单位平均），只说明同向变动，不说明因果。
chart-importance-note-stated = 重要性为方案规定的指标权重。
chart-importance-note-lines = 分界线为本类各指标的平均；右列为重要性 / 得分。
chart-funnel-needs-three = 有误差的单位不足三个，无法作图。
chart-funnel-needs-errors = 有单位的标准误未知，无法画出随机波动的界限。
chart-funnel-inside = 在95%界限之内
chart-funnel-outside = 在95%界限之外
chart-funnel-note = 深色曲线为95%和99.8%界限，已计入单位之间的真实差异（标准差{ $between }分，中心{ $centre }分）；浅色曲线只计抽样误差。
chart-funnel-note-lines = 界限之外的单位与其余单位不同，值得查看；并非评判。
chart-funnel-unnamed = 另有{ $n }个单位因位置不足未标名称。
chart-no-areas = 没有可比较的地区。
chart-areas-note = 同一地区的人评价本类全部单位；各地区评价人不同，不用于评判单位。
chart-response-rate = 应答率（应答 / 抽中）
chart-response-count = 应答人数
chart-dont-know-share = “不了解”占全部回答
chart-response-note = 应答率按抽中的人计算，替换样本计入所在地区。
chart-response-note-undrawn = 没有抽样记录，只列应答人数。
chart-weights-alike = 这一类的设计权数全部相同。
chart-design-weight = 设计权数
chart-raters = 人数
chart-weights-note = { $raters }人，权数{ $least }–{ $most }，平均{ $mean }（虚线）。权数不等的设计效应{ $deff }，有效人数约{ $effective }。
chart-tree-none = 这一类不是多阶段抽样。
chart-tree-certainty = 必选单位
chart-tree-not-drawn = 未抽中
chart-tree-counts = { $drawn } / { $of }，二级{ $second }，{ $raters }人
chart-tree-note = 每个符号为一个初级单位。右列：抽中 / 全部初级单位，抽中的二级单位，人数。抽样框{ $rows }行，抽取{ $raters }人，{ $questionnaires }份问卷。
chart-title-ranks = 名次及其置信范围
chart-title-importance = 重要性与满意度
chart-title-funnel = 漏斗图
chart-title-areas = 各地区得分
chart-title-response = 应答与“不了解”
chart-title-weights = 设计权数的分布
chart-title-tree = 样本在各地区的分布
chart-a-missing-dot-no-score-of = 缺少的点：该类没有得分，或未公开。
chart-about = { $what }：{ $figure }
chart-category-mean = 本类平均
chart-change-lines = 横线为变化的 { $interval }，两轮样本相互独立；未按比较的个数调整：{ $n } 个单位中即使都没有变化，也会有个别区间不含零。
chart-change-of-the-composite-score = 综合得分的变化：
chart-class-weight = { $class }（权重 { $weight }%）
chart-each-cell-is-the-indicator-s = 格内为该项指标的得分：各类调查对象的得分按权重加权平均。
chart-fall-interval-excludes-zero = 下降，区间不含零
chart-hatched-a-class-has-no-score = 斜线格：有一类调查对象没有该项得分，或未公开。
chart-hollow-a-class-is-missing-the = 空心点缺少一类调查对象，按其余各类权重折算。
chart-hundred-more = { $class }每单位再加100人
chart-indicator-score = 指标得分
chart-interval = { $level }% 置信区间
chart-interval-includes-zero-no-clear-change = 区间含零：变化不显著
chart-ladder-set = 单独看的{ $level }%范围
chart-ladder-title = { $category }：名次及其置信范围
chart-line-where-95-of-100-surveys = 横线：100次调查中95次所在的名次
chart-lines-are = 横线为 { $interval }。
chart-no-line-error-unknown = 有 { $units } 个单位没有横线：标准误未知。
chart-mean-of-surveys-line-mean-1 = 各次调查的平均，横线为平均±1.96个标准差
chart-no-scores = 没有得分
chart-no-valid-answers = 没有有效回答
chart-not-comparable = 无法比较
chart-numbers-are-percent-of-valid-answers = 条内数字为占有效回答的百分比，各类调查对象按权重合成。
chart-questionnaires = 每个单位有效问卷 { $range } 份。
chart-rank-1-is-best = 名次（1为最好）
chart-rank-by-the-score = 名次
chart-right-the-share-of-surveys-in = 右列：在多少次调查中列最后一位。
chart-rise-interval-excludes-zero = 上升，区间不含零
chart-same-number-shared-best-over-classes = 同样人数，各类按最优分配
chart-set-for-all-units-at-once = 所有单位同时成立的范围
chart-sets-follow-from-the-joint-covariance = 范围由得分的联合协方差得出（Mogstad等，2024）；横线重叠的单位未必不能区分，以两两比较为准。右列为单独看的范围。
chart-simulated-it-shows-what-the-plan = 模拟结果：说明方案的能力，不说明任何真实单位。
chart-simulated-surveys = { $survey } · 模拟 { $n } 次
chart-standard-error-of-a-composite-score = 综合得分的标准误
chart-standard-error-points = 标准误（分）
chart-survey-and-round = { $survey } · { $round }
chart-the-dashed-line-is-the-mean = 虚线为本类各单位综合得分的平均数。
chart-the-grey-line-joins-the-lowest = 灰线连接最低与最高的评分。
chart-the-middle-band-is-centred-on = 中间一档以零线为中点。
chart-the-plan-as-it-is = 现方案
chart-there-are-no-class-scores-to = 这一类没有可以显示的分类得分。
chart-there-are-no-indicator-scores-to = 这一类没有可以显示的指标得分。
chart-there-are-no-valid-answers-to = 这一类没有可以显示的有效回答。
chart-there-is-no-class = 没有调查对象类别。
chart-there-is-no-comparable-round-before = 这一类没有可比的上一轮。
chart-this-category-has-no-units = 这一类没有单位。
chart-true-ranks-and-what-surveys-find = 真实名次与各次调查的名次
chart-true-scores-and-what-surveys-find = 真实得分与各次调查的得分
chart-units-stand-in-the-order-of = 单位按综合得分排列。
chart-withheld = 未公开
chart-without-classes = 未含没有得分的调查对象：{ $classes }。
chart-zero-is-between-the-two-middle = 零线在中间两档之间。

## 报告

report-draw-notes = 抽样记录（英文）
report-strongest = 得分最高
report-weakest = 得分最低
report-end-withheld = 不说明：有{ $n }个得分不公布
report-not-told-apart = 不能区分的
report-ends-caption = 各类别的两端和不能区分的高低
report-told-apart = { $pairs }对中{ $open }对不能区分；{ $units }个名次中确定的{ $certain }个
report-simulated-rule-table = 各条规则的对错
report-simulated-level-table = 偏差、标准误与覆盖率
report-simulated-class-table = 各类调查对象增加访问的收益
report-about-spread = 信度{ $reliability }，单位之间的真实标准差{ $sd }分。
report-adjusted-p = p（已校正）
report-annex = 附件
report-answered = 应答
report-areas-caption = { $category }：各地区得分
report-areas-note = 同一地区的人对本类全部单位的评价合在一起计分，标准误按抽样设计计算。各地区的评价人不同，不用于评判任何单位。
report-asked-caption = 各类别的单位数和指标
report-assessed-apart = 本类单独考核，不与其他类别比较。
report-by-area = 各地区结果
report-by-class = 各类调查对象的评价
report-by-class-caption = { $category }：各类调查对象的评分
report-by-indicator = 各项指标结果
report-categories-caption = 各类别得分概况
report-change-caption = 综合得分的变化
report-change-in-short = 与上一轮相比，{ $units }个单位中，上升{ $up }个，下降{ $down }个（区间不含零，未按比较个数校正），{ $open }个看不出变化。
report-change-indicators-caption = 各项指标得分的变化
report-change-most = 变化最大的是{ $unit }：{ $change }分（{ $interval }）。
report-change-most-shown = 在此列出的变化中，最大的是{ $unit }：{ $change }分（{ $interval }）。
report-choices = 口径选择
report-classes-caption = 调查对象：计划与完成
report-classes-note = 单位按综合得分排列。各类调查对象的人数和误差不同，差距不一定显著。
report-comments = 开放意见
report-comments-in-short = 共收到意见{ $total }条，由人按{ $themes }个主题编码，其中{ $uncoded }条没有主题；一条意见可以有几个主题。
report-derived-importance = 推得的重要性
report-diagnostic-caption = 没有综合得分的单位：按其余各类折算的参考分（不排名）
report-difference = 差
report-dont-know-share = “不了解”占比
report-draw-caption = { $class }：各层抽样情况
word-drawn = 抽中
report-expected-caption = 规则建议中预计的错误
report-expected-note = 按得分的抽样误差估计，各条规则的建议中预计有多少是错的、有多少被漏掉。
report-figure = 图{ $n }
report-filter = 筛选
report-formal = 正式版
report-formula-errors = 标准误：逐个调查对象线性化，按层和初级抽样单位汇总；名单抽样计入有限总体校正；全员调查标准误为零，另列“视作样本”的标准误；综合得分的自由度用Satterthwaite法。
report-formula-ranks = 名次范围：由全部得分的联合协方差得出（Mogstad、Romano、Shaikh与Wilhelm，2024），所报置信水平下包含该单位的真实名次；两两比较用Holm法校正。
report-formula-scores = 指标得分 = 满分×（平均分−最低分）÷（最高分−最低分），“不了解”不计；调查对象类得分按“class-score”的设置由指标得分得出；综合得分 = Σ 权重×类得分。得分用分数精确计算，最后按GB/T 8170修约一次。
report-formulas = 计算公式
report-highest = 最高
report-important-and-low = 重要性不低于平均而得分低于平均的指标：{ $indicators }。
report-indicator-with-score = { $indicator }（{ $score }）
word-indicators = 指标
report-indicators-caption = { $category }：各项指标的平均得分和重要性
report-indicators-in-short = 各单位平均，得分最高的指标是“{ $best }”（{ $high }分），最低的是“{ $worst }”（{ $low }分）。
report-inputs-caption = 输入文件及其校验值
report-interval-of = { $level }区间
report-interval-signed = { $low }至{ $high }
report-invalid-caption = 无效回答（共{ $n }处，至多列出100处）
report-set-aside-caption = 因评价人或被评单位不符而未计入的问卷（共{ $n }份，至多列出100份）
report-rater = 评价人
report-not-drawn = 未被抽中
report-not-assigned = 未分配该单位
report-league-caption = { $category }：综合得分和名次
report-lowest = 最低
report-made-in-short = 本次测评对象为{ $units }个单位，分{ $categories }类；问卷共{ $indicators }项指标，由{ $classes }类调查对象作答，每项{ $min }至{ $max }分，折算为{ $points }分制。
report-made-withheld = { $classes }有得分不公布，其数量、权数和抽样过程不作说明。
report-mean = 平均
report-most-about = 提到最多的单位
report-no-recommendations = 方案没有规则，或没有规则适用。
report-no-weak-points = 没有单位的单项指标明显低于本类其他单位。
report-weak-points-not-tested = 有{ $n }项指标无法检验：有单位的标准误未知。
report-weak-points-withheld = 本类有得分在本版中不公布，因此不列明显低于其他单位的指标。
report-not-judged = 没有综合得分、无法按规则判断的单位：{ $units }。
report-number = 条数
report-others = 其他单位平均
report-people = 人数
report-people-decide = 规则只提建议，由人决定。“明确”：单侧95%界也在规则一侧（名次：单侧95%名次界也在其中）；“可能”：80%界在规则一侧；其余为数据无法区分。
report-preliminary = 初步版
report-preliminary-notice = 本报告为初步版，数字在核对之后可能变动。
report-probability-applies = 真正适用的概率
report-problems = 数据反映的问题
report-problems-in-short = 以下按固定标准由数据得出：单项指标明显低于本类其他单位（双侧t检验，在本类全部单位和指标之间按Holm法校正），以及重要性较高而得分较低的指标。只列事实，不作评价和建议。
report-quality-caption = 各类调查对象的答卷情况
report-questionnaire = 问卷
report-questionnaires = 答卷
report-quote = “{ $text }”
report-quotes-note = 以下引文由公开种子抽取，未经人挑选；电话、地址、证件号和人名已隐去，公布前仍须由人核对。
report-rank-of = 第{ $rank }名
report-ranks-within = 名次只在类别之内排列，不同类别之间不作比较。
report-ranks-withheld = 本类有{ $n }个综合得分不公布，可能排在任何位置，因此名次只给出由此而定的范围。哪些差别不是偶然的，这里也不公布；区间大部分重叠的单位，名次先后不说明差别。
report-recommendations-caption = 规则建议及其依据
report-response-by-area = 各地区应答情况
report-response-caption = 各地区的应答和“不了解”
report-response-rate = 应答率
report-run-by-of = { $category }由{ $by }组织实施
report-scale = 每项指标从{ $min }分到{ $max }分作答：{ $bands }；“{ $unknown }”不计入。
report-sensitivity-caption = 敏感性：剔除千篇一律的问卷、全员调查视作样本、逐一去掉一名成员
report-settings-caption = 设置及其取值
report-share = 占比
report-spread-of-classes = 最大相差
report-stated-importance = 规定的权重
report-table = 表{ $n }
report-theme = 主题
report-themes-caption = 意见的主题
report-tied-across = （并列跨越界线，由人决定）
report-tip = 有效{ $n }份，{ $level }区间{ $interval }，标准误{ $se }
report-tip-uncounted = { $level }区间{ $interval }，标准误{ $se }
report-unit-caption = { $unit }：各类调查对象、各项指标
report-unit-with-count = { $unit }（{ $n }）
word-units = 单位
report-version = minyi { $version }；公开的抽样种子：{ $seed }
report-weak-points = { $units }个单位的{ $points }项指标明显低于本类其他单位。
report-weak-points-caption = { $category }：明显低于其他单位的指标
report-weak-points-caption-first = { $category }：明显低于其他单位的指标（最明显的{ $n }项）
report-with-an-earlier-edition = 与前一版对照可推算个别回答
report-withheld-caption = 不公布的得分
report-withheld-besides = 可以据以推算不公布得分的内容一并略去：所在调查对象类别的数量、权数和抽样过程，所在单位类别的平均、最高最低、名次范围、明显偏低的指标、重要性和各地区结果，以及敏感性分析和数据情况说明。
word-area = 地区
word-column = 列
word-consequence = 建议
word-evidence = 依据
word-expected-missed = 预计漏提
word-expected-wrong = 预计错提
word-file = 文件
word-indicator = 指标
word-know-nothing = 完全不了解
word-recommended = 建议数
word-row = 行
word-rule = 规则
word-support = 证据强度
word-value = 内容
report-95-of-ranks = 95%名次范围
report-about-change = 与“{ $previous }”比较；两轮样本相互独立，标准误由两轮合成；p值未作多重比较校正。
report-about-rank-sets = 名次范围：{ $level }%的把握下该单位真实名次所在；字母相同的单位无法区分（Holm校正）；列最后的概率仅供参考。
report-rank-sets-not-determined = 有{ $units }个单位的标准误未知：这些单位无法给出名次范围，其余单位的名次范围因此放宽，也不给出列最后的概率。
report-all = 合计
report-all-best = 全部最高分
report-at-least = { $cut }分以上
report-bands = 分布
report-before = 上一轮
report-best-number = 最优人数
report-bias = 偏差
report-bias-standard-errors-coverage = 偏差、标准误与区间覆盖率
report-can-ranks-be-relied-on = 名次靠不靠得住
report-change = 减少
report-change-2 = 变化
report-change-since-the-last-round = 与上一轮比较
report-contents = 目录
report-counted = 计入
report-data-quality = 数据质量
report-design-weights = 设计权数
report-diagnostic-score = 参考分
report-dont-know = 不了解
report-draw-in-short = 抽样框{ $rows }行，抽取{ $raters }人，{ $questionnaires }份问卷
report-drawn = 抽取方法
report-drawn-elsewhere = 由他方抽取
report-everybody = 全部
report-first-stage = 初级单位
report-how-it-was-made = 测评方法
report-how-often-rules-are-wrong = 规则会错多少
report-in-the-last-places = 列最后几名
report-input = 输入
report-internal-edition = 内部版
report-interval = 区间
report-intervals = 区间个数
report-invalid = 无效回答
report-last = 列最后
report-leave-one-out-range = 去掉一人的范围
report-missed = 漏提
report-missing = 缺答
report-multi-stage-pps-quotas = 多阶段分层、PPS、配额
report-not-ranked = 本类不排名。
report-not-surely-first = ，不能断定第一
report-not-surely-last = ，不能断定最后
report-now = 本轮
report-other-language = English
report-own-unit = 本单位
report-panel-se = 视作样本的标准误
report-part-of-the-variance = 占方差
report-per-unit = 每单位人数
report-planned-per-unit = 每单位计划
report-population = 总体
report-probability-last = 列最后的概率
report-provenance = 来源与校验
report-public-edition = 公开版
report-rank-set-in-brackets = （名次范围{ $set }）
report-raters = 调查人数
report-reason = 原因
report-received = 收回问卷
report-received-2 = 收回
report-recommendations = 规则建议
report-recommendations-by-support = 规则给出{ $all }条建议：证据明确{ $clear }条，可能{ $likely }条，数据无法区分或判断{ $open }条。
report-recommended = 建议
report-renormalised = 按其余各类折算
report-results-by-category = 分类结果
report-schedule = 进度：
report-se-with-100-more = 加100人后的标准误
report-second-stage-drawn = 二级单位抽中
report-listed = 名单人数
report-people-drawn = 抽中人数
report-setting = 设置
report-simulated-best = 现方案综合得分的标准误为{ $se }分；同样的访问人数按最优分配，为{ $best }分（各类每次访问费用相同，普查的类别不动，名单上的人不重复访问）。
report-simulated-category = { $category }（{ $units }个单位）：得分最低的单位真是最后一名的，占{ $last }；最后{ $bottom }名全部正确的占{ $right }，平均对{ $hits }个。两个单位相差{ $difference }分，有八成把握能分出高低；一个单位两轮之间变化{ $change }分，有八成把握能看出来。
report-simulated-errors = “真实标准误”是得分在各次调查之间的标准差，“所报标准误”是各次调查自己给出的；二者应相近，{ $level }%区间应有{ $level }%盖住真值。“最大z”是各单位偏差与其模拟误差之比的最大值。
report-simulated-how = 整个方案重复了{ $repeats }次：每次重新抽样、重新访问、按正式规则计分。{ $population }结果说明方案的能力，不说明任何真实单位。
report-straight-lined = 千篇一律
report-stratified-systematic = 分层等距
report-summary = 摘要
report-surplus = 超额
report-surveys-with-a-wrong-one = 至少错提一个的调查
report-systematic-random-start = 随机起点等距
report-the-plan-has-no-rules = 方案没有规则。
report-the-population-is-invented-from-the = 总体为虚构，由调查标识生成，在各次调查之间不变。
report-the-population-is-made-from-this = 总体按本轮得分构造：各类调查对象对各单位各项指标的平均看法和“不了解”的比例取自本轮结果，在各次调查之间不变。
report-too-few-people = 人数过少
report-too-uncertain = 误差过大
report-truly = 应当
report-truly-counts-the-units-to-which = “应当”为按真实得分适用该规则的单位数；其余为每次调查的平均个数。“错提”是真实得分并不适用的建议。
report-unit-by-unit = 各单位
report-units-scored = 共{ $units }个单位，其中{ $scored }个有综合得分{ $answers }。名次只在类别之内排列，不同类别之间不作比较。
report-valid = 有效问卷
report-valid-per-unit = 每单位有效
report-valid-questionnaires = ；有效问卷{ $valid }份
report-what-more-interviews-would-buy = 多访问一些人值不值
report-what-the-plan-can-tell = 方案模拟
report-what-the-plan-can-tell-before = 方案模拟：实施之前能知道什么
report-withheld = 不公布
report-withheld-list = 本版共有{ $n }项得分不公布，列示如下。
report-without-straight-lined = 剔除后
report-would-give-away-another = 可推算出其他不公布的得分
report-wrong = 错提

## 反馈函

letter-title = 关于反馈{ $survey }（{ $round }）结果的函
letter-to = { $unit }：
letter-opening = { $survey }（{ $round }）已经完成。贵单位属于“{ $category }”，该类共{ $units }个单位。现将有关结果反馈如下，请研究参考。
letter-overall = 总体结果
letter-details = 各类调查对象和各项指标的结果
letter-change = 与上一轮相比
letter-reading = 说明
letter-no-score = 没有综合得分（{ $why }）。
letter-score = 综合得分为{ $score }分，{ $level }置信区间为{ $interval }；本类平均为{ $mean }分；有效问卷{ $valid }份。
letter-score-error-unknown = 综合得分为{ $score }分；标准误未知，无法给出区间。本类平均为{ $mean }分；有效问卷{ $valid }份。
letter-score-and-mean-error-unknown = 综合得分为{ $score }分；标准误未知，无法给出区间。本类平均为{ $mean }分。
letter-score-alone-error-unknown = 综合得分为{ $score }分；标准误未知，无法给出区间。
letter-score-alone = 综合得分为{ $score }分，{ $level }置信区间为{ $interval }。
letter-score-and-mean = 综合得分为{ $score }分，{ $level }置信区间为{ $interval }；本类平均为{ $mean }分。
letter-rank = 在本类中列第{ $rank }名。
letter-rank-not-determined = 按得分在本类中列第{ $rank }名；标准误未知，真实名次无法确定。
letter-rank-open = 按得分在本类中列第{ $rank }名；数据所能确定的是，真实名次在第{ $set }名之间（{ $level }把握）。
letter-rank-doubt = 按得分在本类中列第{ $rank }名；这一名次有多大把握，数据不能确定。
letter-rank-withheld = 按得分在本类中列第{ $ranks }名：另有{ $n }个单位的得分不公布，可能排在任何位置。
letter-weak-point = “{ $indicator }”{ $score }分（其他单位平均{ $others }分）
letter-weak-points = 明显低于本类其他单位的指标：{ $points }。
letter-no-weak-points = 没有明显低于本类其他单位的指标。
letter-weak-points-withheld = 本类有得分不公布，因此不列明显低于其他单位的指标。
letter-withheld = 回答人数过少的结果，以及可以据以推算这类结果的其他结果，均不列出，以免得知个人的回答。
letter-changed = 综合得分由{ $before }分变为{ $after }分，变化{ $change }分，区间{ $interval }，不含零。
letter-not-changed = 综合得分由{ $before }分变为{ $after }分，变化{ $change }分，区间{ $interval }，含零：看不出变化。
letter-change-not-determined = 综合得分由{ $before }分变为{ $after }分（{ $change }）；标准误未知，无法判断是否超出偶然。
letter-reading-text = 得分来自抽样调查，有误差；{ $level }置信区间反映抽样带来的不确定性。区间大部分重叠的单位，名次先后不说明差别。各类对象的回答已汇总，不反映任何个人的回答。
letter-date = { "" }年　　月　　日

## 工作簿

sheet-charts = 图表
sheet-half-width = 区间半宽
sheet-shares-of-bands = { $category }：满意程度分布
sheet-after = 本轮得分
sheet-all-at-once-from = 同时成立下限
sheet-all-at-once-to = 同时成立上限
sheet-all-rows = 全部数据
sheet-answers-at-least = 满意份额：回答 ≥ { $cut }
sheet-assessed-apart-never-in-one-table = ；单独考核，不与其他类别并表
sheet-before = 上一轮得分
sheet-categories = 类别
sheet-changes = 变化
sheet-changes-since-the-round-before = 与上一轮相比的变化
sheet-choices = 口径选择
sheet-class-scores = 各类得分
sheet-clause = 条款
sheet-completed = 完成
sheet-composites-and-ranks-of-this-category = 本类别综合得分与名次
sheet-confidence-sets-of-ranks-units-that = 名次的置信范围，字母相同的单位无法区分
sheet-consequence = 建议
sheet-df = 自由度
sheet-edition = 版本
sheet-every-score-in-one-table-with = 全部得分一表，用标识符，供软件读取
sheet-fewest-valid = 单位最少有效
sheet-finding = 发现
sheet-findings = 发现
sheet-from = 上一轮
sheet-half-even = 逢五按GB/T 8170取偶
sheet-half-up = 四舍五入
sheet-how-to-read = 如何阅读
sheet-index = 说明
sheet-indicators = 各项指标
sheet-internal = 内部版
sheet-interval-high = 区间上限
sheet-interval-low = 区间下限
sheet-invalid-answers = 无效回答
sheet-invalid-listed = 无效回答共{ $all }处，列出{ $n }处
sheet-margin = 差
sheet-most-valid = 单位最多有效
sheet-notice = 注意
sheet-numbers-of-questionnaires-by-class = 各类调查对象的问卷数量
sheet-one-row-per-unit-and-class = 每个单位、每类调查对象一行
sheet-one-row-per-unit-class-and = 每个单位、每类调查对象、每项指标一行，含各档份额
sheet-one-sided-95-bound = 单侧95%界
sheet-own-unit = 评本单位
sheet-p-unadjusted = p值（未校正）
sheet-planned = 计划
sheet-provenance = 来源
sheet-public = 公开版
sheet-rank-set-from = 名次下限
sheet-rank-set-to = 名次上限
sheet-rank-sets = 名次范围
sheet-read-interval = 区间为{ $level }%置信区间；两个单位的区间大部分重叠时，名次先后不说明差别。
sheet-read-none = 没有该数；原因见“状态”列。
sheet-read-rank = 名次只在本类别之内有效，不同类别不可比较。
sheet-read-recommendations = 只是按规则给出的建议，由人决定。
sheet-read-score = 得分为0至{ $points }分，由精确分数一次修约，{ $half }。
sheet-read-withheld = 公开版中，有效问卷少于{ $least }份的得分，以及由此可被推算的得分，不予公布。
sheet-recommendations = 规则建议
sheet-reliability = 信度
sheet-round = 轮次
sheet-scored-not-ranked = ；只计分、不排名
sheet-seed-phrase = 抽样种子
sheet-severity = 程度
sheet-sheets = 工作表
sheet-status = 状态
sheet-support = 总证据强度
sheet-support-of-this-comparison = 该项证据
sheet-tie = 并列
sheet-tied = 并列
sheet-to = 本轮
sheet-units-run-by = { $units }个单位；实施：{ $by }
sheet-rules-that-could-not-be-judged = 未能判断或未能全部判断的规则
sheet-units-that-no-rule-could-judge = 规则未能判断的单位
sheet-what-the-rules-recommend-one-row = 按规则给出的建议，每项比较一行；由人决定
sheet-what-was-found-in-the-data = 检查数据时的发现

## 错误和提示

error-row = 第{ $row }行
error-position = 第{ $column }列
error-column = “{ $column }”列
error-at = { $place }：{ $message }
error-hint = 提示：{ $hint }
error-problems = 共{ $n }个问题
error-not-found = 没有这个文件或文件夹
error-permission-denied = 没有权限
error-disk-full = 磁盘已满
error-is-a-folder = 这是一个文件夹
error-part-is-no-folder = 路径的一部分不是文件夹
error-read-only = 文件系统只读
error-cannot = 无法执行“{ $doing }”：{ $reason }
error-cannot-create-folder = 无法创建文件夹：{ $reason }
error-cannot-read = 无法读取：{ $reason }
error-cannot-write = 无法写入：{ $reason }
error-cannot-write-folder = 无法写入该文件夹：{ $reason }
hint-path-spelling = 请检查路径；方案中的相对路径从方案所在的文件夹算起
hint-other-place = 用 `--out` 选择其他位置
hint-free-space = 请腾出空间，或用 `--out` 选择其他位置；没有留下写了一半的文件
error-no-category = 没有类别`{ $category }`
error-no-class = 没有调查对象`{ $class }`
error-no-such-figure = `{ $of }`没有可画入`{ $kind }`图的内容
hint-did-you-mean = 是不是`{ $name }`？
hint-figure-change = 变化图需要有指标、对象、权重都相同的上一轮
hint-figure-ranks = 名次图和漏斗图需要排名的、至少有两个（漏斗图五个）得分单位的类别
hint-figure-areas = 地区取自区域抽样的最外一层、答卷的`area`列，或方案的`responses.area`
hint-figure-tree = 只有由本工具多阶段抽取的对象才有样本树
error-several-figures = 有{ $n }幅图，一个文件放不下：{ $names }
hint-several-figures = 用 `--of` 选一幅，或以文件夹为 `--out`
error-charts-are-svg-png = 图不能写成`.{ $ending }`
hint-end-in-svg-png = 请让文件名以.svg或.png结尾，或给出放置全部图的文件夹（名称含点的须先建好）
error-no-scores-json = 这不是得分结果：{ $reason }
hint-scores-json = 使用 `minyi score --out` 或 `minyi run` 写出的 `scores.json`
error-edition-of-another-round = 该版属于轮次`{ $round }`，而本报告属于轮次`{ $wanted }`
error-edition-of-another-survey = 方案中没有`{ $place }`：该版属于另一次调查或另一份方案
error-edition-row-twice = `{ $place }`在该版中出现两次
error-edition-status = `{ $status }`不是得分的状态
error-edition-incomplete = 该版不完整：方案的{ $wanted }项得分中只有{ $found }项，缺少的第一项是`{ $place }`
hint-earlier-edition = 请使用已公开版本的`scores.csv`原文件；文件若不全，两版对照所透露的内容就会公布出去
error-nothing-to-draw = 没有可画的`{ $kind }`图
hint-nothing-to-draw = 名次、漏斗、变化和样本图需要方案及其答卷，而不是 `scores.json`
error-no-kind = 没有`{ $kind }`这种图
hint-kinds = 可用：{ $kinds }
error-no-number = `{ $value }`不是数
error-comment-unit = `{ $unit }`不是方案中的单位
error-comment-theme = `{ $theme }`不是方案中的主题
hint-themes-and-units = 主题和单位用方案中的`id`书写；一条意见有几个主题时用`;`隔开
error-no-document = 无法生成Word文档：{ $reason }
error-no-picture = 无法生成图片：{ $reason }

## 说明与用法

error-usage-conflict = `{ $arg }`与`{ $other }`不能同用
error-usage-no-verb = 没有命令`{ $verb }`
error-usage-one-value-too-many = `{ $arg }`多了一个值`{ $value }`
error-usage-required = 缺少：`{ $args }`
error-option-not-used = `{ $choice }`用不到`--{ $option }`
hint-option-is-for = `--{ $option }`用于{ $users }，请去掉
error-option-only-with = `--{ $option }`只有与`--{ $other }`同用才起作用
hint-give-other-or-leave-out = 请同时给出`--{ $other }`，或去掉`--{ $option }`
error-option-beside = 与{ $other }同用时不读`{ $option }`
word-certificate-of-a-sample = 样本的证书
word-certificate-of-a-plan = 方案的证书
word-assessment-without-survey = 不含调查的考核
hint-leave-out-one-of-two = 请二者取一：`{ $option }`或{ $other }
error-usage-twice = `{ $arg }`出现了两次
error-usage-unknown = 此处没有选项或参数`{ $arg }`
error-usage-value = `{ $value }`不是`{ $arg }`的值
error-usage-value-because = `{ $value }`不是`{ $arg }`的值：{ $reason }
error-usage-value-missing = `{ $arg }`须有值
error-usage-values = `{ $arg }`须有{ $wanted }个值，这里有{ $given }个
error-usage-verb-missing = `{ $verb }`之后须有命令
help-allocate = 把样本分配到各层：等额、按比例、Neyman、费用最优、幂分配，或多变量的Bethel分配
help-allocate-cap = 每层最多数
help-allocate-cost = 单位费用所在列（缺省：`cost`）
help-allocate-domain = 用于Bethel分配：把各层划分为域的列，以及每个域中各变量的变异系数，写作`column:cv`（可重复）
help-allocate-examples =
    示例：
      minyi allocate strata.csv --rule neyman --n 1400 --minimum 20 --out sizes.csv
      minyi allocate strata.csv --rule optimal --budget 90000 --cost cost
      minyi allocate strata.csv --rule power --exponent 0.5 --size residents --n 1400
      minyi allocate strata.csv --rule neyman --se-mean 0.05
      minyi allocate strata.csv --rule bethel --variable trust:mean_trust:sd_trust:0.02 --variable income:mean_inc:sd_inc:0.05 --domain province:0.08
      minyi sample srs --frame people.csv --strata region --n-from sizes.csv --seed PHRASE --out sample.csv

    strata.csv has a row per stratum: its label (column `stratum`, or those named in --strata), `population`, and what the rule needs: `sd`, `mean`, `cost`, `size`.
help-allocate-exponent = 幂分配的指数，0到1
help-allocate-force = 文件已存在时替换
help-allocate-mean = 均值所在列，用于幂分配（缺省：`mean`）
help-allocate-minimum = 每层的最少数；不给时，若某层按规则一个也分不到即报错（0：允许为空）
help-allocate-n = 总样本量
help-allocate-out = 写出的表：各层加一列n
help-allocate-population = 单元数所在列
help-allocate-rule = 分配规则
help-allocate-sd = 标准差所在列（缺省：`sd`）
help-allocate-se-mean = 均值应达到的标准误
help-allocate-se-total = 总量应达到的标准误
help-allocate-size = 重要性度量所在列，用于幂分配（缺省：`size`）
help-allocate-strata = 构成层标签的列
help-allocate-strata-file = 层的表：CSV、Excel或Parquet
help-allocate-variable = 用于Bethel分配：变量及其列和目标，写作`name:mean-column:sd-column:cv`（可重复）
help-arg-budget = 可用的预算
help-arg-cluster = 群所在列；每个阶段一次（不给则各行即单元）
help-arg-conditions = 只取满足条件的行：`column=level`、`column=a,b`、`column!=level`、`column>=18`（可重复，须全部满足）
help-arg-confidence = 误差限的置信水平（缺省：0.95）
help-arg-csv = 以CSV输出结果，全精度
help-arg-cv = 变异系数
help-arg-data = 数据：CSV、Excel或Parquet
help-arg-date = 所载日期
help-arg-deff = 设计效应
help-arg-design = 保存在TOML文件中的设计（下列选项优先于它）
help-arg-force = 文件已存在时替换
help-arg-fpc = 有限总体校正所在列，可为总体数或比例；每个阶段一次
help-arg-help = 显示说明
help-arg-json = 以JSON输出结果
help-arg-lang = 全部输出的语言：zh或en（不给则看环境变量LC_ALL、LC_MESSAGES或LANG）
help-arg-lonely-psu = 只有一个群的层如何处理：fail、centre、average、certainty、skip
help-arg-margin = 置信区间长度的一半
help-arg-mean = 预期的均值，使用 --cv 时需要
help-arg-missing = 表示缺失的代码（可重复；空单元格写 ''）
help-arg-nested = 群的编号只在层内唯一
help-arg-out = 写出到的文件夹
help-arg-plan = 方案文件
help-arg-population = 总体单元数；不给则不作有限总体校正
help-arg-pps = 不放回不等概率抽样的方差（概率所在列由`--fpc`给出，每个阶段一次）：brewer、hajek、hartley-rao；或按行序的系统抽样：successive
help-arg-replicates = 用重复计算方差：jk1、jkn、jk2、brr、fay=0.3、bootstrap=500、sdr=80
help-arg-response = 预期应答率
help-arg-responses = 本轮的答卷文件（默认：方案所指定的文件）
help-arg-sample = 所抽样本的文件夹（默认：方案旁的`sample`，如果有）
help-arg-sd = 总体标准差
help-arg-se = 标准误
help-arg-seed = 自助法抽取所依据的公开短语
help-arg-steps = 先行执行的加权步骤，TOML文件，写法同`minyi weigh`
help-arg-store = 历史库文件
help-arg-strata = 层所在列；每个阶段一次
help-arg-variable = 变量
help-arg-version = 显示版本
help-arg-weight = 权数所在列，或各行相同的一个数
help-chart = 画一幅图，SVG或PNG
help-chart-examples =
    按类别的图：league、ranks、bands、heat、classes、importance、funnel、areas、change；按调查对象的图：response、weights、tree。
    `estimates`可画任何有value、ci_low、ci_high三列的表，例如`minyi estimate --csv`的输出。

    示例：
      minyi chart league plan.toml --of departments --out league.svg
      minyi chart all results/scores.json --out charts
      minyi estimate mean y --by town --csv --data answers.csv > towns.csv; minyi chart estimates towns.csv --out towns.png
help-chart-kind = 画什么：图的种类、`all`或`estimates`
help-chart-of = 类别；response、weights、tree则为调查对象（默认：全部）
help-chart-out = 以.svg或.png结尾的文件；多幅图时为文件夹（两种格式都写）
help-chart-scale = PNG的放大倍数（像素/绘图单位）（缺省：2）
help-check = 一次列出方案的全部问题；没有问题则说明将抽取和计算什么
help-check-examples =
    示例：
      minyi check plan.toml
      minyi check plan.toml --json
help-completions = 向标准输出写出命令补全脚本：bash、zsh、fish、powershell、elvish
help-completions-shell = 所用的shell
help-decide = 规则给出的建议及其证据：用于方案的调查，或没有调查的考核
help-decide-examples =
    示例：
      minyi decide plan.toml answers.csv --lang zh
      minyi decide plan.toml --rules measure.toml --out decisions    规则取自方案旁的文件
      minyi decide data/schemes/b1-villages/scheme.toml              没有调查的考核：检查、扣分和等级
help-decide-history = 以往各轮的历史库（`minyi history`），供回溯更早轮次的规则使用
help-decide-json = 以JSON输出建议
help-decide-more = 每条建议都写明所依条款、所用数字、什么会使它改变、数据支持到什么程度、看过哪些以往轮次；每条规则还说明其建议中预计有多少是错的。由人作出决定。
help-decide-rules = 用此文件中的规则、条款和登记簿代替方案中的
help-demo = 完整的2013年方案，79个单位，全规模：抽样框、抽样、15.9万份问卷、得分、建议、图、报告
help-demo-dir = 要建立的文件夹
help-demo-more = 抽样框和答卷是虚构的；方案、单位及其名称是真实的，此处的任何数字都不说明它们的情况。
help-draw = 抽取样本：每个调查对象一张表，另有配额表、分派表和证书
help-draw-examples =
    示例：
      minyi draw plan.toml                 写入方案旁的文件夹`sample`
      minyi draw plan.toml --out elsewhere
help-draw-json = 以JSON输出抽样的各项数目
help-estimate = 均值、总量、比率、比例、分位数等，附基于设计的标准误，任意多个域一次算完
help-estimate-by = 这些列的每种水平组合各给一个估计
help-estimate-confidence = 区间的置信水平
help-estimate-contrast = 按估计的次序给出对比系数，如1,-1,0（可重复）
help-estimate-covariance = 在JSON结果中加入协方差矩阵（与--json同用）
help-estimate-deff = 设计效应：相对于不放回（默认）或放回简单随机抽样
help-estimate-examples =
    示例：
      minyi estimate mean api00 api99 --data api.csv --weight pw --strata stype --fpc fpc
      minyi estimate mean trust --data survey.parquet --weight w --strata region --cluster ea --nested --by unit --json
      minyi estimate ratio spent/income --data home.csv --design design.toml --where 'age>=18'
      minyi estimate proportion answer --data survey.csv --weight w --interval korn-graubard
      minyi estimate quantile income --p 0.25,0.5,0.75 --data home.csv --weight w --cluster ea
help-estimate-interval = 比例的区间及分位数所用比例的区间：logit（比例的默认）、wilson、korn-graubard、beta、arcsine、wald（分位数的默认）
help-estimate-json = 以JSON输出结果，全精度
help-estimate-p = 分位数的概率（缺省：0.5）
help-estimate-rule = 分位数规则：math（缺省）、school、shah-vaish、hf1…hf9
help-estimate-statistic = 估计什么
help-estimate-variables = 变量；比率和相关系数写成`a/b`
help-fit = 基于设计的线性回归和logistic回归
help-fit-confidence = 区间的置信水平
help-fit-examples =
    示例：
      minyi fit 'api00 ~ ell + meals + factor(stype)' --data api.csv --weight pw --cluster dnum
      minyi fit 'satisfied ~ age + factor(region)' --family logistic --data survey.csv --weight w --wald 'factor(region)'
help-fit-family = 模型
help-fit-formula = 公式
help-fit-json = 以JSON输出结果，全精度
help-fit-wald = 检验这些项没有作用（可重复）
help-help = 显示本说明或某个命令的说明
help-history = 调查的档案：各轮记入一个只增不改的文件，连同审核和版次
help-history-add = 记入方案的本轮
help-history-add-date = 所载日期（默认：该轮的`date`）
help-history-examples =
    示例：
      minyi history add plan.toml --store survey.db --date 2013-10-31
      minyi history review survey.db --round 2013 --state reviewed --by 王芳 --role 审核 --date 2013-11-05
      minyi history verify survey.db --head 3f2a…
      minyi history export survey.db --out archive && minyi history import archive --store copy.db
      minyi decide plan.toml --history survey.db      规则可回溯以往各轮
help-history-export = 把全部条目写成普通文件
help-history-import = 加入导出的、接续本库链条的条目
help-history-import-folder = 导出的文件夹
help-history-import-store = 历史库；没有则新建
help-history-list = 列出各条目
help-history-list-json = 以JSON输出
help-history-map = 记入哪些单位更名、合并或分立
help-history-map-file = 含`[[renamed]]`、`[[merged]]`、`[[split]]`的TOML文件
help-history-map-round = 从哪一轮起适用
help-history-map-survey = 调查的标识
help-history-more = 方案、证书、答卷的哈希、得分及其协方差、事件、决定和审核只记入一次，此后不再改动；哈希链能显示任何改动。请记下或公布最后一个哈希：这样`verify --head`也能发现末尾被截去。
help-history-review = 审核的下一步（draft初稿、reviewed已审核、formal正式），或迄今的步骤
help-history-review-adjustments = 另作决定的内容：一张有`unit, what, from, to, why`各列的表
help-history-review-by = 由谁作出
help-history-review-note = 需要说明的话
help-history-review-role = 以何职责
help-history-review-round = 轮次
help-history-review-state = 要进行的步骤；不给则列出迄今的步骤
help-history-review-survey = 调查的标识（默认：库中唯一的一个）
help-history-show = 向标准输出写出一个条目的内容
help-history-show-seq = 条目编号
help-history-verify = 每个条目是否都与记入时一样
help-history-verify-head = 保存在别处的哈希：链中必须有它
help-minyi = 满意度调查，从方案到经得起质询的决定：抽样、加权、估计、得分、排名、报告（zh、en）
help-minyi-examples =
    示例：
      minyi demo                         完整的2013年方案，79个单位，写入./minyi-demo，答卷是虚构的
      minyi check plan.toml              一次列出方案的全部问题；没有问题则说明将抽取和计算什么
      minyi draw plan.toml               样本、配额表和证书，写在方案旁
      minyi score plan.toml answers.csv  得分、区间和名次
      minyi run plan.toml                数据所允许的全部：得分、建议、图、报告
      minyi sample srs --frame FILE …    从任何抽样框抽样，附证书
      minyi estimate mean y --data FILE  由任何数据表作基于设计的估计，不需要方案

    退出状态：0正常，1答案为否（发现问题、核验未通过），2无法运行。
help-new = 一份带注释的起始方案和一份空白答卷模板
help-new-dir = 新文件夹
help-new-examples =
    示例：
      minyi new my-survey && $EDITOR my-survey/plan.toml && minyi check my-survey/plan.toml
help-new-more = 起始方案就是完整的2013年方案：把名称、单位、调查对象和规则改成自己的；每项设置都列出了可选的值。
help-quota = 任意多个变量的配额表；各格为整数并与每个边际相符。配额样本没有入样概率
help-quota-achieved = 迄今完成的访问，与配额对照：每次访问一行，或在--count的列中给出次数
help-quota-count = 人数所在列
help-quota-counts = 总体人数：CSV、Excel或Parquet
help-quota-examples =
    示例：
      minyi quota population.csv --variables sex,age --count residents --n 20 --seed PHRASE --out sheet.csv
      minyi quota population.csv --variables sex,age,education --n 1400 --seed PHRASE          （每格一行，列`count`）
      minyi quota margins.csv --marginal --n 1400 --seed PHRASE                                （列variable、level、count）
      minyi quota population.csv --variables sex,age --n 20 --seed PHRASE --achieved interviews.csv

    --achieved 把配额表与迄今完成的访问对照：每次访问一行，配额变量为列。
help-quota-force = 文件已存在时替换
help-quota-marginal = 表中各变量单列（列variable、level、count），不作交叉格
help-quota-n = 访问数
help-quota-out = 写出的配额表：CSV或Parquet
help-quota-seed = 取整所依据的公开短语
help-quota-variables = 配额变量：表中的列
help-rank = 各单位的真实名次在什么范围、哪些单位分不出先后、排在末几名的可能性多大
help-rank-class = 按某一调查对象的得分排名，而不是综合得分
help-rank-examples =
    示例：
      minyi rank plan.toml answers.csv
      minyi rank plan.toml --class recipients --lang zh
      minyi rank plan.toml --out results        ranks.csv、differences.csv、ranks.json
help-rank-json = 以JSON输出全部：综合与各调查对象，所有两两比较
help-rank-more = 名次的置信集由得分的联合协方差得出（Mogstad、Romano、Shaikh和Wilhelm 2024）。在`groups`中有相同字母的单位分不出先后。
help-replace = 用备选单元按次序、附理由替换样本中失去的单元；入样概率重新计算
help-replace-certificate = 样本的证书
help-replace-examples =
    示例：
      minyi replace sample.certificate.json --log losses.csv --out sample-final.csv

    losses.csv有`unit`、`reason`两列，样本分层时还有`stratum`。被替换的单元仍留在结果中，作为无应答者。
help-replace-force = 文件已存在时替换
help-replace-log = 失去单元的记录：CSV或Excel
help-replace-frame = 样本的抽样框（默认：证书旁同名的文件）
help-replace-more = 先重新抽取：证书或抽样框被改动过则拒绝，使任何人都不能挑选由谁递补。
help-replace-out = 写出的文件：CSV或Parquet
help-replicate = 把一个设计的复制权数写成新文件的列，旁边附读取它们的设计
help-replicate-examples =
    示例：
      minyi replicate --data survey.csv --weight w --strata region --cluster ea --replicates bootstrap=500 --seed 'public phrase' --out replicates.parquet
help-replicate-force = 文件已存在时替换
help-replicate-json = 以JSON输出scale和rscales
help-replicate-out = 写出的文件：全部列，加上复制权数`rep_001`、`rep_002`、…，位数与重复的个数相同
help-report = 报告、图和工作簿
help-report-after = 本轮已公开版本的`scores.csv`，每一版各用一个`--after`：与本版之差会透露的内容也不公布
help-report-edition = internal：全部；public：小格不公布
help-report-examples =
    示例：
      minyi report plan.toml answers.csv --out results
      minyi report plan.toml --edition public --out public
help-report-formal = 正式版；不给则报告注明是初步的
help-run = 数据所允许的全部：得分、建议、图、报告、工作簿
help-run-examples =
    示例：
      minyi run plan.toml          写入方案旁的文件夹`results`
help-run-json = 以JSON输出各文件写到何处
help-sample = 用23种方法之一从任何抽样框抽取样本，附任何人都能核验的证书
help-sample-allocate = 把 --n 分配到各层：proportional、equal
help-sample-balance = 立方体法的平衡变量
help-sample-commitment = 抽样前公布的短语哈希（`minyi seed`可算出）
help-sample-contains = 先前抽取的样本，其单元必须包含在这个更大的样本中
help-sample-coordinates = 空间抽样方法的坐标
help-sample-design = 含一个或多个阶段的设计文件，代替下列选项
help-sample-examples =
    示例：
      minyi sample srs --frame people.csv --id id --n 500 --seed 'phrase, published' --out sample.csv
      minyi sample pps-systematic --frame towns.csv --id town --size residents --n 10 --seed PHRASE --out towns-drawn.csv
      minyi sample sampford --frame villages.csv --id village --size residents --strata county --n 'A=3,B=5' --reserve 2 --seed PHRASE --out v.csv
      minyi sample systematic --frame staff.csv --id id --strata dept --sort grade,age --serpentine --n 200 --allocate proportional --seed PHRASE --out s.csv
      minyi sample cube --frame schools.csv --id school --balance pupils,teachers --n 40 --seed PHRASE --out balanced.csv
      minyi sample --design stages.toml --out sample.csv
      minyi verify sample.certificate.json --frame people.csv

    stages.toml，先抽乡镇，再在其中抽村：
      survey = "linshui-2026"
      frame = "villages.csv"
      seed = { "{" } phrase = "published phrase" { "}" }
      { "[" }[stage]]
      name = "towns"
      select = { "{" } method = "pps-systematic", id = "town", size = "residents", take = { "{" } each = 5 { "}" } { "}" }
      { "[" }[stage]]
      name = "villages"
      select = { "{" } method = "srs", id = "village", take = { "{" } each = 3 { "}" } { "}" }
help-sample-frame = 抽样框：CSV、Excel或Parquet
help-sample-id = 标识所在列（缺省：`id`）
help-sample-joint = 加入入样单元的联合入样概率，列pij_1、pij_2、…
help-sample-json = 向标准输出写出JSON证书
help-sample-keep-unselected = 写出抽样框的所有行，附入样概率和抽中次数
help-sample-method = 抽样方法
help-sample-minimum = 每层最少数，与 --allocate 同用
help-sample-n = 抽多少：一个数（每层各抽；有 --allocate 时为总数），或每层一个数：'A=3,B=5'
help-sample-n-from = 含层的列和`n`列的表，即`minyi allocate`写出的表
help-sample-out = 写出的样本：CSV或Parquet；证书写在旁边
help-sample-previous = 前一相入样概率所在列，将与之相乘
help-sample-public = 此后公布的公开值：彩票号码、随机信标的数字，按公布的次序
help-sample-public-source = 事先宣布的该公开值的来源
help-sample-reserve = 每层的备选单元数，按使用次序
help-sample-rotation-groups = 把样本分成这么多个轮换组
help-sample-seed = 抽样所依据的公开短语
help-sample-serpentine = 隔组倒序，使相邻单元保持相似
help-sample-shift = 从永久随机数圆上的另一点开始（0到1），使与同种子样本重叠较少
help-sample-size = 规模度量所在列
help-sample-sort = 层内排序的列，粗的在前
help-sample-strata = 构成层的列
help-sample-survey = 调查的名称；需要协调的各轮使用相同的名称和种子（缺省：`survey`）
help-score = 按指标、调查对象和综合计算得分，附标准误、区间和名次
help-score-examples =
    示例：
      minyi score plan.toml answers.csv
      minyi score plan.toml answers.xlsx --out results
      minyi score plan.toml --json | jq '.rows[0]'
help-score-json = 以JSON输出完整结果
help-seed = 种子短语的哈希，在抽样前公布
help-seed-examples =
    程序：选一个无人能猜到的短语，公布其哈希和将采用的公开值；公开值出来以后，用下面的命令抽样
      minyi sample … --seed PHRASE --commitment HASH --public VALUE
    这样无论您还是彩票机构都无法左右样本。
help-seed-phrase = 短语
help-simulate = 为所抽样本生成虚构的答卷，旁附真值；或虚构抽样框；或把整个方案重复多次，看它能说明什么
help-simulate-examples =
    示例：
      minyi simulate plan.toml --frames                在方案所指之处写虚构的抽样框
      minyi simulate plan.toml                         在方案旁写responses.csv和truth.csv
      minyi simulate plan.toml --repeat 1000           1000次调查：偏差、覆盖率、名次、规则、多访问能换来什么
      minyi simulate plan.toml --repeat 1000 --from estimates    同上，总体与本轮所估计的相似
help-simulate-frames = 写抽样框而不是答卷
help-simulate-from = 重复调查背后的总体：invented虚构，或由本轮估计构成（estimates）
help-simulate-json = 以JSON输出结果；不给`--out`则不写文件
help-simulate-more = 一切由方案的种子决定，因此同一方案给出相同的字节。结果不说明真实单位的任何情况。
help-simulate-repeat = 把整个方案重复这么多次，写出`simulation.html`、`simulation.json`和图
help-size = 要调查多少人：达到某一精度的样本量，列出每一步计算
help-size-difference = 两个均值或比例之差的样本量
help-size-difference-confidence = 1 − α，双侧
help-size-difference-correlation = 同在两个样本中的单元的两次取值之间的相关系数
help-size-difference-difference = 要发现的均值之差
help-size-difference-overlap = 第一个样本中同在两个样本的比例
help-size-difference-p = 两个比例
help-size-difference-populations = 两个总体的单元数
help-size-difference-power = 发现这一差异的概率（功效）
help-size-difference-ratio = n1与n2之比
help-size-difference-sd = 两个标准差
help-size-domains = 每个域达到同样的精度；取自一张有`domain`、`population`（可选）以及`sd`或`p`（使用 --cv 时还有`mean`）各列的表
help-size-domains-file = 数据表：CSV、Excel或Parquet
help-size-domains-interval = 比例的区间：wald（缺省）、wilson
help-size-domains-of = 每个域估计什么：mean、total、proportion
help-size-examples =
    示例：
      minyi size proportion --p 0.5 --margin 0.03 --population 20000 --deff 1.5 --response 0.7
      minyi size proportion --p 0.05 --margin 0.02 --interval wilson
      minyi size mean --sd 2.1 --se 0.05
      minyi size total --sd 12 --margin 3000 --population 7000
      minyi size domains departments.csv --of proportion --margin 0.05 --response 0.7
      minyi size difference --p 0.62,0.55 --power 0.9
      minyi size difference --sd 2,2 --difference 0.3 --overlap 0.5 --correlation 0.6
      minyi size two-stage --cluster-cost 400 --element-cost 25 --icc 0.05 --budget 50000
help-size-mean = 均值的样本量
help-size-proportion = 比例的样本量
help-size-proportion-interval = 以半长为误差限的区间：wald、wilson
help-size-proportion-p = 预期的比例；0.5最保险
help-size-total = 总量的样本量
help-size-two-stage = 由费用和群内相关系数求群数和每群抽取数
help-size-two-stage-cluster-cost = 每群费用
help-size-two-stage-clusters = 总共有多少群
help-size-two-stage-cv = 均值应达到的变异系数
help-size-two-stage-element-cost = 每个个体的费用
help-size-two-stage-element-cv = 个体的变异系数
help-size-two-stage-icc = 群内相关系数
help-size-two-stage-largest-take = 每群最多能抽多少
help-size-two-stage-sd = 个体的标准差
help-size-two-stage-se = 均值应达到的标准误
help-test = 基于设计的检验：独立性、拟合优度、两个均值之差
help-test-chi-square = 两个分类变量的独立性
help-test-chi-square-columns = 另一个变量
help-test-chi-square-rows = 一个变量
help-test-chi-square-statistic = f（Rao–Scott二阶）、chi-square（一阶）、wald、adjusted-wald
help-test-examples =
    示例：
      minyi test chi-square sex answer --data survey.csv --weight w --strata region --cluster ea
      minyi test t trust sex --data survey.csv --weight w
      minyi test fit region --shares north=0.4,south=0.6 --data survey.csv --weight w
help-test-fit = 各类别是否具有给定的比例
help-test-fit-shares = 每个类别写作 水平=比例
help-test-t = 两组均值之差
help-test-t-group = 分组所在列
help-verify = 重新抽取并与证书逐字节对照
help-verify-certificate = 证书，或证书所在的文件夹
help-verify-examples =
    示例：
      minyi verify sample/certificate.json --plan plan.toml      `minyi draw`的证书
      minyi verify sample.certificate.json --frame people.csv    `minyi sample`的证书
help-verify-frame = 样本的抽样框（默认：证书旁同名的文件）
help-verify-more = 方案中抽样所用的部分、种子短语、抽样框的某一行或字节、某个输出只要与证书不符，就逐一指出，退出状态为1。并说明核对了什么、证书中哪些说法程序无法核对。
help-verify-plan = 方案（默认：证书上一级文件夹中同名的文件）
help-verify-sample = 当时写出的样本，一并对照
help-weigh = 对文件执行加权步骤：无应答调整、事后分层、迭代比例调整、校准、截尾、归一
help-weigh-examples =
    示例：
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
help-weigh-force = 文件已存在时替换
help-weigh-json = 以JSON输出每一步做了什么
help-weigh-name = 新列的名称（与--out同用，缺省：`weight_final`）
help-weigh-out = 写出的文件：全部列加新列，CSV或Parquet
help-weigh-steps = 加权步骤
help-word-a-command = { "[" }命令]
help-word-any-options = { "[" }选项]
help-word-arguments = 参数：
help-word-command = <命令>
help-word-commands = 命令：
help-word-default = { "[" }默认：
help-word-more = 详见 `--help`。
help-word-options = 选项：
help-word-possible = { "[" }可选：
help-word-usage = 用法：
help-word-design = 设计：
help-word-result = 结果：
help-word-seed = 种子：
help-word-selection = 抽取：
error-usage-expected = 应为{ $expected }

## 输入有什么问题，如何改正

error-whole-sizes-miss-target = 取整后的样本量达不到`{ $domain }`中`{ $variables }`的目标：{ $whole }
error-no-strata = 没有层
error-stratum-empty = 层`{ $label }`是空的
hint-remove-from-table-strata = 请从层表中删去该层
error-stratum-cost = 层`{ $label }`的费用为{ $cost }
hint-cost-number-above-0 = 费用须为大于0的数
error-stratum-means-standard-deviations = 层`{ $label }`有{ $means }个均值和{ $sds }个标准差，变量却有{ $variables }个
error-mean-standard-deviation-stratum = 层`{ $label }`中`{ $variable }`的均值为{ $mean }，标准差为{ $sd }
hint-means-numbers-standard-deviations = 均值须为数，标准差须为不小于0的数
error-names-domains-strata-targets = `{ $name }`为{ $strata }个层给出{ $domains }个域，为{ $variables }个变量给出{ $cvs }个目标
error-target-cv = `{ $name }`的目标变异系数为{ $cv }
hint-target-number-above-0 = 目标须为大于0的数，如0.05
error-total-0-no-cv = `{ $name }`的`{ $domain }`中`{ $variables }`的总量为0，没有变异系数
hint-set-no-target = 请勿在该域为它设目标
error-no-target = 没有目标
hint-set-cv-least-one = 请至少为一类域中的一个变量设定变异系数
error-no-convergence-steps-variance = { $most_steps }步内未收敛：有一个方差为其目标的1 + { $largest }倍，间隙为{ $gap }
hint-look-two-targets-say = 请找出两个几乎等同的目标，删去其一
error-counts-sum-no-table = { $counts }个数合计{ $unit }，构不成{ $columns }列的表
error-sizes-caps = 有{ $sizes }个规模，却有{ $caps }个上限
error-cannot-give-strata-least = { $n }个不够让{ $sizes }个层各得至少{ $minimum }个（共需{ $least }个）
hint-lower-minimum-per-stratum = 请降低每层下限，或增加样本量
error-wanted-strata-hold = 要抽{ $n }个，各层总共只有{ $most }个
hint-take-fewer = 请减少样本量
error-sizes-strata-left-all = 余下各层的规模都是0
error-sheet-no-cell = 配额表中没有格`{ $levels }`
hint-list-population-count-0 = 请列入总体；该格为空时人数写0
error-no-variables = 没有变量
error-variable-occurs-twice = 变量`{ $name }`出现两次
hint-give-another-name = 请改用另一个名称
error-variable-no-levels = 变量`{ $name }`没有水平
error-level-occurs-twice = `{ $name }`的水平`{ $level }`出现两次
hint-merge-two = 请将两者合并
error-cell-levels-variables = 格`{ $cell }`有{ $levels }个水平，变量却有{ $variables }个
error-no-level = `{ $level }`不是`{ $name }`的水平
hint-its-levels-are = 可用的水平：{ $levels }
error-cell-occurs-twice = 格`{ $levels }`出现两次
hint-add-counts-up = 请把两处的计数相加
error-quota-sheet-0-interviews = 配额表的访问数为0
error-all-counts-0 = { $what }的人数全为0
error-counts-too-large-interviews = { $what }的人数太大，无法用于{ $n }次访问
hint-give-them-thousands = 请以千人为单位
error-more-interviews-than-people = 总共{ $total }人，却要访问{ $n }次：首先超出的是`{ $cell }`，{ $count }人中要访问{ $wanted }人
hint-fewer-interviews-or-counts = 请把访问数降到{ $total }以内；若给的是比例，请写成大于访问数的总数的份额，例如10000中的4870
error-domain = 域`{ $label }`：{ $message }
error-power-needs-no-sample = 功效为{ $power }时无需样本
hint-choose-power-0-5 = 请选0.5或更高的功效
error-overlap-correlation-difference-no = 按此重叠比例和相关系数，差异的方差为0
hint-check-correlation = 请检查相关系数
error-the-is = { $name }为{ $x }
hint-must-number = 须为{ $range }的数
error-population-0 = 总体单元数为0
error-size-total-needs-population = 按总量定样本量，需要总体单元数
hint-give-n = 请给出N
error-wilson-interval-margin-error = Wilson区间对应误差限，没有标准误或变异系数的形式
hint-give-margin-confidence-choose = 请给出误差限和置信水平，或改用`wald`
error-coefficient-variation-needs-mean = 变异系数需要均值
hint-give-mean-standard-error = 请给出均值，或给出标准误
error-mean-no-coefficient-variation = 均值为{ $mean }时没有变异系数
hint-give-margin-standard-error = 请给出误差限或标准误
error-precision-needs-units = 这一精度需要{ $n }个单元
hint-accept-larger-error = 请接受更大的误差
error-response-rate = 应答率为{ $response }
hint-must-number-above-0 = 须为大于0且不超过1的数
error-answers-response-rate-need = 应答率为{ $response }时，要得到{ $n }份答卷须邀请{ $invited }个，总体只有{ $population }个单元
hint-accept-larger-error-raise = 请接受更大的误差，或提高应答率
error-would-invited = 须邀请{ $invited }个
hint-raise-response-rate = 请提高应答率
error-the-difference-is = 差异为{ $delta }
hint-give-smallest-difference-must = 请给出必须能发现的最小差异
error-first-sample-both = 第一个样本中同属两个样本的比例为{ $share }
hint-must-above-0-most = 须大于0且不超过{ $most }，即n₂∕n₁或1
error-the-correlation-is = 相关系数为{ $correlation }
hint-must-number-from-1 = 须为−1到1的数
error-proportions-cannot-correlation = 比例为{ $a }和{ $b }时，相关系数不可能是{ $correlation }
hint-check-p-p-p = 请核对：(p₁₂ − p₁p₂)∕√(p₁(1−p₁)p₂(1−p₂))，p₁₂为两者兼有的比例
error-samples-overlap-one-population = 重叠的样本须来自同一总体，而不是{ $a }和{ $b }个单元的两个总体
hint-give-same-n-twice = 请两次给出相同的N
error-overlap-needs-more-units = 重叠的样本中有一个需要{ $n }个单元，而总体只有{ $all }个
error-overlap-smaller-than-must-be = 从{ $all }个单元中抽取{ $a }个和{ $b }个的两个样本至少有{ $least }个相同，多于第一个样本的{ $share }
hint-raise-overlap = 请加大重叠的比例
error-intraclass-correlation = 群内相关系数为{ $delta }
hint-give-number-from-0 = 请给出0到1的数；估计值为负时取0
error-intraclass-correlation-0-larger = 群内相关系数为0时，每群抽得越多越好
hint-give-largest-take-cluster = 请给出每群最多抽取数
error-largest-take-cluster-0 = 每群最多抽取数为0
error-budget-does-not-pay = 预算{ $budget }不够支付两个各抽一个个体的群，或总共不足两个群
hint-raise-budget = 请提高预算
error-elements-clusters-show-no = { $a }个群中的{ $n }个个体显不出群内相关
hint-two-clusters-needed-none = 需要两个群，都不为空，其中一个至少有两个个体
error-value-not-finite-number = 有一个值不是有限数
error-all-values-same = 所有的值都相同
hint-must-number-above-0-2 = 须为大于0的数
error-clusters-cannot-give-effective = { $all }个群给不出有效样本量{ $effective }
hint-accept-larger-error-raise-largest = 请接受更大的误差，或提高每群最多抽取数
error-precision-costs = 这一精度的费用为{ $cost }
error-stratum-occurs-more-than = 层`{ $label }`出现不止一次
hint-merge-rows-give-them = 请合并各行，或改用不同的标签
error-stratum-cap-units = 层`{ $label }`的上限为{ $cap }，单元数为{ $population }
hint-lower-cap = 请降低上限
error-stratum-minimum-can-give = 层`{ $label }`的下限为{ $minimum }，最多只能抽{ $cap }
hint-lower-minimum = 请降低下限
error-strata-get-nothing = { $n }个单元中没有一个来自{ $strata }：对它们一无所知，总体的估计也会漏掉它们
hint-say-minimum = 请用`--minimum 1`（2可使每层都能估计标准误），若允许为空则用`--minimum 0`
hint-minimum-or-numbers-by-stratum = 请把`minimum`设为1以上，或加大样本量；若某层确实不抽，请逐层给出数目，如`A=3,B=0`
error-stratum-standard-deviation = 层`{ $label }`的标准差为{ $sd }
hint-standard-deviation-number-from = 标准差须为不小于0的数
error-stratum-has-the = 层`{ $label }`的{ $name }为{ $x }
hint-number-above-0 = { $name }须为大于0的数
error-stratum-no-which-needed = 层`{ $label }`没有此处所需的{ $name }
hint-add-its = 请补上{ $name }
error-exponent-power-allocation = 幂分配的指数为{ $exponent }
hint-choose-from-0-1 = 请在0到1之间选取
error-stratum-mean-no-coefficient = 层`{ $label }`的均值为{ $mean }，没有变异系数
error-sample-0-units = 样本量为0
error-units-wanted-minimum-sizes = 需要{ $n }个单元，各层下限合计{ $least }
hint-lower-minima-take-more = 请降低下限，或增加样本量
error-units-wanted-strata-can = 需要{ $n }个单元，各层最多能抽{ $most }个
hint-take-fewer-raise-caps = 请减少样本量，或提高上限
error-units-left-over-rule = { $n }个单元中有{ $left }个分不出去：按规则，层{ $idle }得不到样本，其余的层已满
hint-take-fewer-give-strata = 请减少样本量，或给没有变异的层设下限
error-a-budget-of = 预算为{ $budget }
hint-budget-number-above-0 = 预算须为大于0的数
error-budget-does-not-pay-minimum = 预算{ $budget }不够支付各层下限所需的{ $least }
hint-lower-minima-raise-budget = 请降低下限，或提高预算
error-budget-does-not-pay-one = 预算{ $budget }不够支付一个单元
error-standard-error-wanted = 要求的标准误为{ $se }
hint-standard-error-number-above = 标准误须为大于0的数
error-stratum-minimum-0-without = 层`{ $label }`的下限为0：缺了任何一层都无法估计均值
hint-give-minimum-1-2 = 请把下限设为1；要估计方差则设为2
error-standard-error-cannot-reached = 达不到标准误{ $se }：抽{ $high }个单元时为{ $scale }
hint-raise-caps-accept-larger = 请提高上限，或接受更大的标准误
error-embedded-font-charts-cannot = 无法读取图所用的内嵌字体
error-cannot-make-picture-pixels = 无法生成{ $width } × { $height }像素的图片
hint-choose-scale-between-0 = 请在0.5到4之间选取放大倍数
error-chart-cannot-drawn = 无法画图：{ $error }
error-power-allocation-needs-exponent = 幂分配需要指数
hint-say-exponent-0-5 = 请指定`--exponent 0.5`
error-how-many-not-said = 没有说明抽多少
hint-say-n-budget-se = 请指定`--n`、`--budget`、`--se-mean`或`--se-total`
error-not-form = `{ $text }`不是{ $shape }的形式
hint-write = 请写成{ $shape }
error-no-number-2 = `{ $of }`中的`{ $text }`不是数
error-bethel-rule-needs-variable = Bethel分配需要变量
hint-say-variable-name-mean = 请指定`--variable name:mean-column:sd-column:cv`，每个变量一次
error-steps-start-from-weight = 加权步骤从权数`{ $base }`开始，设计却从`{ $weight }`开始
hint-name-same-weight-both = 请在两处写同一个权数，或只写一处
error-no-row-fulfils = 没有一行满足`{ $column }{ $operator }{ $value }`
hint-check-spelling-conditions-do = 请检查写法，并检查各条件是否互相排斥
error-no-number-compare = `{ $value }`不是可比较的数
hint-compare-categories = 类别请用`=`或`!=`比较
error-no-condition = `{ $text }`不是条件
hint-write-column-level-column = 请写成`column=level`、`column=a,b`、`column!=level`或`column>=18`
error-no-way-make-replicates = `{ $text }`不是生成复制权数的方法
hint-use-jk1-jkn-jk2 = 可用jk1、jkn、jk2、brr、fay=0.3、bootstrap=500或sdr=80
error-too-many-replicates = 要求{ $n }套重复权数，至多{ $most }套
hint-fewer-replicates = 80至1000套已足以估计标准误
error-bootstrap-needs-seed = 自助法需要种子
hint-give-phrase-others-can = 请给出他人可据以重现的短语：`--seed PHRASE`
error-is-no = `{ $name }`不是{ $what }
hint-use = 可用{ $choices }
error-no-pair = `{ $v }`不是成对的两列
hint-write-two-columns-b = 请把两列写成`a/b`
error-several-pairs = `{ $v }`可以拆成几对不同的列
error-contrast-no-number = 对比`{ $text }`中的`{ $c }`不是数
hint-write-1-1-0 = 请写成1,-1,0
error-no-two-numbers = `{ $text }`不是两个数
hint-write-two-numbers = 请用逗号隔开，如0.6,0.5
error-no-entry = 没有条目{ $seq }
hint-entries-1 = 条目编号为1到{ $entries }
error-no-day = `{ $text }`不是日期
hint-write-days-2013-10 = 日期请写成2013-10-31
error-store-empty = 历史库是空的
hint-minyi-history-add-enters = 请先用`minyi history add`记入一轮
error-store-several-surveys = 历史库中有多个调查
hint-say-survey-one = 请用`--survey`指定其中之一：{ $surveys }
error-no-share = `{ $s }`不是比例
hint-write-level-0-4 = 请写成level=0.4
error-level-two-shares = 水平`{ $level }`有两个比例
hint-give-each-level-one-share = 每个水平只给一个
error-file-not-folder = 这是文件，不是文件夹
error-name-of-a-file = 这里要的是文件夹，而它是文件名（.{ $ending }）
error-rounding-quotas-chance-needs = 配额的随机取整需要种子短语，本工具不会自行编造
hint-say-seed-phrase-can = 请写`--seed '可以公布的短语'`
error-not-class = `{ $class }`不是调查对象
error-no-certificate-sample = 这不是样本的证书：{ $e }
error-certificate-not-verified = 重新抽取与证书不符（共{ $n }处）：{ $first }
error-drawn-then-not-drawn = `{ $unit }`当时被抽中，现在却未抽中
hint-give-seed-survey-strata = 请给出先前样本的种子、调查、层和位移，且每层样本量不少于先前
error-only-samples-srs-sequential = 只有srs、sequential-poisson、bernoulli和poisson的样本包含同种子的较小样本；否则请启用备选
error-neither-method-frame-nor = 既没有给出方法和抽样框，也没有给出抽样设计
error-draw-needs-seed-phrase = 抽样需要种子短语，本工具不会自行编造
hint-choose-one-can-published = 请选一个可以公布的短语，例如一句话加日期，写`--seed '该短语'`
error-how-many-units-draw = 没有说明抽取多少单元
hint-n-100-n-3 = 请写`--n 100`或`--n 'A=3,B=5'`，或用`--n-from`给出`minyi allocate`的表
error-no-number-units = `{ $text }`不是有效的单元数
hint-give-whole-number-0 = 请给出不小于0的整数
error-no-stratum-number = `{ $part }`不是“层=样本量”
hint-write-them-3-b = 请写成'A=3,B=5'
error-stratum-two-numbers = 层`{ $label }`有两个样本量
hint-give-each-stratum-one = 每层只给一个样本量
error-numbers-given-stratum-but = 样本量按层给出，却没有指定层
hint-name-their-columns-strata = 请用`--strata`给出层所在的列
error-stratum-twice = 层`{ $label }`出现两次
hint-give-each-stratum-one-number = 每层只给一个样本量
error-answers-can-invented-only = 只能为此处抽样的调查对象虚构答卷
error-true-score-known-only = 只有调查对象得分是指标得分的均值时，才知道真实得分
hint-set-class-score-mean = 要重复方案，请把`class-score`设为`mean-of-indicators`或`indicator-weights`
error-precision-not-given = 没有给出精度
hint-say-margin-se-cv = 请写`--margin`、`--se`或`--cv`
error-what-compared-not-given = 没有说明比较什么
hint-p-0-6-0 = 比例用`--p 0.6,0.5`，均值用`--sd 2,2 --difference 0.3`
error-neither-budget-nor-precision = 既没有给出预算，也没有给出精度
hint-say-budget-se-sd = 请写`--budget`，或`--se`加`--sd`，或`--cv`加`--element-cv`
error-no-certificate = 这不是证书：{ $e }
error-plan-not-folder-above = 方案`{ $file }`不在上一级文件夹中
hint-name-plan = 请用`--plan`指明
error-sample-frames = 该样本用了{ $frames }个抽样框
hint-put-them-beside-certificate = 请把它们放在证书旁，不要写`--frame`
hint-name-frame-frame = 请用`--frame`指明抽样框
error-no-steps = 没有步骤
hint-write-them-step-step = 请写成`[[step]]`加`[step.rake]`等，见`minyi weigh --help`
error-base-weights-not-named = 没有指明基础权数
hint-write-weight-column-top = 请在文件开头写`weight = "column"`；等权则写`weight = "1"`
error-step = 第{ $i }步（{ $name }）：{ $message }
error-column-already = 已有列`{ $name }`
hint-choose-another-name-name = 请用`--name`另取名称
error-tables-written-csv-parquet = 表只能写成.csv或.parquet
hint-end-name-file-one = 文件名请以其中之一结尾
error-no-way-make-replicates-given = 没有给出生成复制权数的方法
hint-say-replicates-jkn-brr = 请写`--replicates jkn`、brr、fay=0.3、bootstrap=500或sdr=80
error-no-yet = 尚无{ $what ->
    [survey] 调查
    [round] 轮次
    [theme] 主题
    [indicator] 指标
    [unit-indicator] 该单位的指标
    [category] 类别
    [unit] 单位
    [class] 调查对象
    [rule] 规则
    [grade] 等级
    [clause] 条款
   *[other] { $what }
 }
error-unknown = 没有这个{ $what ->
    [survey] 调查
    [round] 轮次
    [theme] 主题
    [indicator] 指标
    [unit-indicator] 该单位的指标
    [category] 类别
    [unit] 单位
    [class] 调查对象
    [rule] 规则
    [grade] 等级
    [clause] 条款
   *[other] { $what }
 }：`{ $id }`
error-clause-twice = 条款`{ $id }`出现两次
hint-give-each-identifier-own = 标识须各不相同
error-cap-number-above-0 = 上限须为大于0的数，加分和扣分共用
error-clause-no-levels = 条款`{ $id }`没有级别
hint-name-them-their-points = 请写出各级及其分数，或改用`each`
error-rule-ends-before-begins = 规则的截止日{ $until }早于起始日{ $from }
hint-swap-two-days-mend = 请对调两个日期，或改正其一
error-found-expected-percentage-above = 读到{ $shown }，应为大于50且小于100的百分数
hint-95-usual-one = 通常用95
error-grades-money-given-everybody = 等级和奖惩金是对所有单位给出的，不能设置信水平
hint-guard-rules-follow-from = 请把置信水平设在由此得出的规则上
error-rule-no-consequence = 规则`{ $id }`没有处理建议
hint-add-consequence-zh-en = 请加`consequence = { "{" } zh = …, en = … { "}" }`，或加steps
error-rule-says-itself-what = 规则`{ $id }`本身已说明建议什么，又另写了处理建议
error-grades-amounts-consequences-remove = 其等级或金额就是处理建议：请删去其一
error-rule-steps-consequence = 规则`{ $id }`既有步骤又有处理建议
hint-steps-consequences-remove-one = 步骤就是处理建议：请删去其一
error-step-does-not-say = 该步骤没有说明何时达到
hint-add-times-2-running = 请加`times = 2`或`running = 2`
error-step-reached-no-later = 该步骤不晚于前一步达到，前一步将永不起作用
hint-order-steps-from-mild = 请由轻到重排列步骤，后一步须比前一步更晚达到
error-fall-0-places-none = 下降0个名次不算下降
hint-use-1-more = 请用1或更大的数
error-does-not-say-how = 没有说明事件的次数
error-one-matter-none = 同一事项的事件和本轮的事件从1件算起
hint-one-matter-at-least = 请加`at-least = 1`或更大的数
error-event-without-matter = 条款`{ $clause }`的一件事项没有写明所涉问题；规则`{ $rule }`按问题计数
hint-event-matter = 请在`matter`列写明问题或案件，每次写法相同
hint-add-least-1-most = 请加`at-least = 1`或`at-most = 0`
error-least-most-never = 至少{ $low }次且至多{ $high }次，不可能成立
error-rounds-running-no-series = 连续{ $rounds }轮算不上连续
hint-use-2-more-condition = 请用2或更大的数，或只写条件本身
error-numbers-do-not-fit = 数目不合：至少为2，且不超过所看的轮数
error-list-conditions-empty = 条件列表是空的
error-grades-do-not-cover = 各等级未能不重不漏地覆盖0到{ $points }：{ $fault }
hint-square-brackets-include-number = 方括号包含该数，圆括号不包含：`[60, 80)`包含60而不包含80
error-rewards-fines-more-than = { $first }项奖励加{ $last }项罚款，多于类别的{ $units }个单位
error-unit-cannot-rewarded-fined = 同一单位不能因同一名次既受奖又受罚
error-neither-rewards-nor-fines = 既没有奖励也没有罚款
error-amounts-above-0-fines = 金额须大于0；是否罚款由所在列表决定，不靠负号
error-grades-money-rules-their = 等级和奖惩金须单独成为规则
hint-take-them-out-other = 请把它们移出另一条件
error-0-units-nobody = { $end ->
    [first] 前0个单位等于没有单位
   *[other] 后0个单位等于没有单位
 }
error-units-all-them = { $end ->
    [first] 前{ $k }个单位（共{ $units }个）就是全部
   *[other] 后{ $k }个单位（共{ $units }个）就是全部
 }
hint-use-smaller-number-name = 请用更小的数，或写明规则所适用的类别
error-found-expected-percentage-above-0 = 读到`{ $percent }`，应为大于0且不超过100的百分数
error-limit-outside-0 = 界限{ $limit }不在0–{ $points }之内
error-no-adjusted-score-without = 没有登记簿就没有调整后得分
hint-name-ledger-file-clauses = 请写出登记簿的文件和条款
error-rules-rules-give-same = 规则`{ $later }`（rules.{ $at }）与`{ $earlier }`按不同的分段给相同的单位评定等级
hint-keep-one-them-give = 请保留其一，或使两者的类别或日期互不重叠
error-rules-rules-same-clause = 规则`{ $later }`（rules.{ $at }）与`{ $earlier }`条款和条件相同，处理建议却不同
hint-one-clause-says-one = 一个条款只说一件事：请保留其一，或改写成步骤
error-not-unit = `{ $name }`不是单位
error-after-end-round = { $day }在本轮结束之后
hint-enter-ledger-round-which = 请记入所属那一轮的登记簿，或改正该轮的`date`
error-the-is-missing = 缺少{ $what }
hint-entry-nobody-can-trace = 无从查证的条目不予计入
error-not-clause = `{ $clause }`不是条款
error-document-entered-under-row = 文号`{ $document }`在第{ $row }行已为`{ $unit }`按`{ $clause }`登记
error-event-counts-once-remove = 一个事件只计一次；请删去其一，或改正文号
error-no-number-3 = `{ $points }`不是数
hint-write-points-2-1 = 分数请写成2或-1.5
error-clause-no-levels-found = 条款`{ $id }`没有级别，读到`{ $level }`
hint-leave-level-empty-give = 请把级别留空，或给条款设`by-level`分数
error-not-level-clause = `{ $level }`不是条款`{ $id }`的级别
error-points-outside-bounds-clause = { $points }分超出条款`{ $id }`的界限{ $bounds }
hint-mend-points-clause = 请改正分数或条款
error-clause-needs-points = 条款`{ $id }`需要分数
hint-say-how-many-within = 请写明分数，在{ $bounds }之内
error-found-points-clause-gives = 读到{ $stated }分，条款`{ $id }`规定{ $due }分
hint-leave-points-empty-mend = 请把分数留空，或改正分数
error-found-expected-number-from = 读到`{ $cell }`，应为{ $least }{ $up_to }的数
error-checked-twice = `{ $unit }`在{ $day }有两次检查
hint-give-one-score-per = 每个单位每天只给一个分数
error-checks-least-needed = `{ $units }`有{ $checks }次检查，至少需要{ $at_least }次
hint-enter-missing-checks-mean = 请补录缺少的检查；次数不足的均值不符合办法规定
error-event-row-ledger-after = { $date }的事件（登记簿第{ $row }行）在`{ $units }`的最后一次检查之后
hint-belongs-next-year-first = 它属于下一年的第一次检查，或缺少一次检查
error-period-ends-here-another = `{ $period }`期在此处的截止日为{ $day }，与上文不同
hint-period-one-last-day = 一期只有一个截止日
error-two-scores-period = `{ $unit }`在`{ $period }`期有两个得分
error-two-scores = `{ $unit }`有两个得分
error-no-score = `{ $unit }`没有得分
hint-give-each-unit-one = 每个单位只给一个得分
error-no-score-period = `{ $units }`在`{ $id }`期没有得分
hint-enter-ranks-need-every = 请补录；排名需要所有单位的得分
error-task-row-already = `{ $unit }`的任务`{ $task }`在第{ $first }行已有
hint-enter-task-once = 一项任务只记一次
error-done-due-no-completion = 应完成{ $due }、已完成{ $done }，算不出完成率
hint-done-most-what-due = 完成数不得超过应完成数，且应完成数须大于0
error-points-tasks-sum-not = `{ $units }`各项任务的分数合计{ $all }，而不是{ $points }
hint-share-out-all-points = 请把全部分数分摊到各项任务
error-single-cluster = 有{ $strata }个层只有一个群{ $what }：{ $alone }
hint-choose-lonely-psu-centre = 请选择`--lonely-psu` centre、average、certainty或skip，或在设计文件中写`lonely-psu = { "{" } collapse = { "{" } lonely = "neighbour" { "}" } { "}" }`
hint-bootstrap-cannot-centre-use = 自助法不能用centre和average：请用certainty或skip，或改用jkn重复
error-no-rows = 没有行
error-weight-expected-number-not = 权数为{ $weights }，应为非负数
hint-rows-take-no-part = 不参加的行权数为0
error-all-weights-0 = 所有权数都为0
hint-weight-says-how-many = 权数表示一行代表总体中的多少
error-largest-weight = 最大的权数为{ $most }
hint-scale-weights-so-they = 请缩放权数，使其合计为总体数
error-jk1-designs-without-strata = JK1只用于不分层的设计
hint-use-jkn = 请用jkn
error-fay-is = Fay的ρ为{ $rho }
hint-least-0-below-1 = 须不小于0且小于1；通常为0.3到0.5
error-fewer-than-2-replicates = 少于2个重复，无法度量离散程度
hint-500-usual-bootstrap-80 = 自助法通常用500，SDR用80
error-stratum-single-cluster-jackknife = 层`{ $name }`只有一个群：刀切法不能将其去掉
hint-choose-lonely-psu-centre-average = 请选`--lonely-psu` centre、average、certainty、skip，或与相邻层合并
error-no-cluster-can-left = 没有可以去掉的群：样本是普查，或只有一个群
error-balanced-replication-needs-pairs = 平衡重复需要成对的群；以下各层的群数为奇数：{ $odd }
hint-use-jkn-bootstrap-merge = 请用jkn或bootstrap，或合并层
error-replicates-made-before-weighting = 重复须在加权步骤之前生成，然后对每个重复执行加权步骤
error-replicates-know-first-stage = 复制权数只反映第一阶段，而本设计的方差有{ $stages }个阶段
hint-leave-first-fpc-out-or-linearise = 去掉第一阶段的`fpc`（偏于稳妥），或不用复制权数
error-pps-and-replicates = `pps`和`replicates`是两种方差算法，只能用一种
hint-leave-pps-or-replicates-out = 去掉其中之一
error-pps-form-without-pairs = `pps-form`只用于`hartley-rao`和`joint`
hint-leave-pps-form-out = 去掉`pps-form`
error-joint-needs-no-lonely-rule = 有了联合入样概率，单群层不需要规则
hint-leave-lonely-psu-out = 去掉`lonely-psu`
hint-several-stages-by-approximation = 改用brewer、hajek或hartley-rao，它们适用于多阶段
error-no-replicate-column = 没有符合`{ $pattern }`的复制权数列
hint-pattern-of-replicates = 设计中另有用途的列（如权数）不算复制权数；请写出其余各列的模式
error-scale-of-replicates = `scale`须大于0，`rscales`不得有小于0的数
hint-scale-of-replicates = 请按复制权数的说明文件填写
error-variance-needs-inclusion-probabilities = 该方差需要入样概率
hint-name-their-column-fpc = 请把其所在列写为第一阶段的`fpc`
error-rscales-replicates = 有{ $count }个重复，rscales却有{ $rscales }个
hint-give-one-each-column = 请为每列给一个，或都不给
error-columns-joint-probabilities-rows = 有{ $n }行，联合入样概率却有{ $names }列
hint-give-one-column-each = 请为每行给一列；行即单元
error-inclusion-probability = 入样概率为{ $p }
hint-above-0-most-1 = 须大于0且不超过1
error-joint-probability = 联合入样概率为{ $p }
hint-joint-probability-between = 须大于0，不超过两行各自入样概率中较小的一个，并且两行互换后相同
error-drawn-independently = 该行独立于其余各行入样，Sen–Yates–Grundy公式反映不出它的方差
hint-use-pps-form-ht = 请写`pps-form = "ht"`：另一公式用于固定样本量
error-inclusion-probability-varies-within = 同一群内入样概率不一致：{ $known }和{ $p }
error-no-weights = 没有权数
hint-name-their-column-weight = 请用`--weight`指明其所在列，或给各行同一个数，或给出每个阶段的有限总体校正
error-no-stratum-collapse = 没有可合并的层`{ $name }`
hint-the-strata-are = 现有的层：{ $levels }
error-collapsing-strata-needs-population = 合并层需要以总体数（而非比例）给出有限总体校正
error-no-strata-to-collapse = 第一阶段没有层，无从合并
hint-name-strata-or-leave-collapse = 用`strata`指明层所在的列，或去掉`collapse`
error-collapse-in-circle = 层`{ $name }`的合并成了循环
hint-collapse-into-one-that-stays = 请并入一个自身不再合并的层
error-stage-no-clusters-but = 第{ $s }阶段没有群，却不是最后一个阶段
hint-name-cluster-column-every = 请指明除最后一个阶段外每个阶段的群所在列
error-stratum-missing = 层缺失
hint-every-row-sample-belongs = 样本的每一行都属于一个层
error-cluster-missing = 群缺失
hint-every-row-cluster-sample = 整群样本的每一行都属于一个群
error-cluster-lies-stratum-stratum = 群`{ $label }`既在层`{ $a }`又在层`{ $b }`
hint-if-labels-unique-only = 如果编号只在层内唯一，请注明：`--nested`，或`nested = true`
error-finite-population-correction = 有限总体校正为{ $v }
hint-give-population-counts-1 = 请给出不小于1的总体数，或大于0且不超过1的比例，同一列中不要混用
error-finite-population-correction-varies = 层`{ $name }`内有限总体校正不一致：{ $before }和{ $v }
hint-number-clusters-stratum-one = 它是该层的群数，每层一个数
error-stratum-clusters-sample-but = 层`{ $name }`的样本有{ $n }个群，总体却只有{ $v }个
hint-finite-population-correction-counts = 有限总体校正按该阶段的群计数，而不是按人计数
error-step-replicate = 第{ $number }步（{ $name }），重复{ $r }：{ $message }
hint-cell-too-small-replication = 有一格太小，不足以生成重复：请与其他格合并
error-weight-value-overflows-largest = 权数×值溢出：最大的权数为{ $heaviest }
hint-scale-variable-weights-down = 请按比例缩小变量或权数
error-coefficients-estimates = { $estimates }个估计，系数却有{ $coefficients }个
hint-give-one-coefficient-each = 请按次序为每个估计给一个系数，不参加的写0
error-contrast-needs-covariance-estimates = 对比需要各估计的协方差
hint-ask-covariance = 请用`covariance()`取得
error-coefficient-of-contrast = 对比的系数中有{ $c }
error-contrast-all-coefficients-0 = 对比的系数全为0
error-contrast-variables-read-in-parts = 变量在不同的行缺失回答，其对比需要逐行数据，而文件是分段读取的
error-no-row-weight-above = 各域中都没有权数大于0的行
hint-check-where-weights = 请检查`--where`、`--by`和权数
error-table-too-large = 不检验{ $r }×{ $c }格的表：最多{ $most }格
hint-table-too-large = 合并类别，或用`--where`去掉少见的类别
error-model-too-large = 模型有{ $n }个系数，最多拟合{ $most }个
hint-model-too-large = 合并因子的类别，或去掉交互项
error-covariance-estimates-numbers = { $asked }个估计的协方差有{ $asked }²个数
hint-ask-fewer-variables-domains = 请减少变量或域，或不要协方差
error-design-effects-weighting-steps = 设计效应、加权步骤和导入的复制权数需要一次读入全部行
hint-read-whole-file = 请读入整个文件
error-file-more-than-rows = 文件超过{ $rows }行
error-file-rows-design = 文件有{ $before }行，设计有{ $rows }行
error-no-probability-quantile = { $p }不是分位数的概率
hint-give-numbers-between-0 = 请给出0与1之间的数，如中位数为0.5
error-linearised-design-needs-influence = 线性化的设计需要统计量的影响函数
hint-give-make-replicates = 请给出影响函数，或生成复制权数
error-no-row = 没有一行是`{ $unknown }`
error-confidence-level = 置信水平为{ $level }
hint-give-number-between-0 = 请给出0与1之间的数，如0.95
error-test-model-takes-one = 检验和模型一次只能用一个域
hint-choose-where-instead = 请用`--where`而不是`--by`来选取
error-cell-empty = 单元格是空的
hint-every-village-needs-stratum = 每个村都须有层、乡镇和名称
error-found-0-expected-size = 读到`0`，规模应大于0
hint-unit-without-residents-cannot = 没有居民的单元不能按规模成比例抽取：请删去这一行
error-listed-twice = `{ $village }`在`{ $town }`中出现两次
hint-every-village-one-row = 每个村一行；不同的村请用不同的名称
error-all-quota-cells-row = 这一行的配额格全为0
error-identifier-empty = 标识是空的
hint-every-person-needs-identifier = 每个人都须有标识
error-also-row = `{ $id }`也在第{ $before }行
hint-identifiers-must-unique-person = 标识须唯一：出现两次的人被抽中的机会会加倍
hint-units-named-their-id = 单位请以`id`填写：{ $units }
hint-every-unit-needs-identifier = 每个单元都须有自己的标识；其随机数由标识决定
error-the-size-is = 规模为{ $sizes }
hint-unit-without-size-no = 没有规模的单元没有机会被抽中：请从抽样框中删去，或填写大于0的规模
hint-probabilities-stage-before-lie = 前一阶段的概率须大于0且不超过1
error-in-stratum = （层`{ $stratum }`）
error-twice-first-row = `{ $id }`出现两次{ $within }，首次在第{ $first }行
hint-every-unit-stands-frame = 每个单元在抽样框中只出现一次；请删去重复的行，或用`--id`指明能区分单元的列
error-row-is-total = `{ $name }`是汇总行，不是单位
error-row-is-sum = 该行各数恰为{ $of }中以上各行之和
error-whole-frame = 整个抽样框
hint-row-is-total = 请删去汇总行，否则其下的单位会被重复抽取；确有单位叫此名的，请在抽样框中改名
error-not-kind-entry = `{ $word }`不是条目的种类
hint-kinds-are = 种类有：{ $word }
error-file-not-what-name = 文件内容与其名称不符
hint-changed-after-export = 导出以后被改动过
error-no-number-entry = `{ $row }`不是条目编号
error-entry-changed-after-entered = 条目{ $seq }在记入以后被改动过
hint-content-no-longer-hash = 其内容与哈希不再相符
error-no-sha256 = `{ $text }`不是SHA-256（64位0–9和a–f）
error-two-chains-part-entry = 两条链在条目{ $seq }处分开：此处为`{ $here }`，彼处为`{ $there }`
hint-they-stores-two-histories = 它们是两份不同的历史；请查明应接续哪一份
error-two-things-happen-unit = 单位`{ $unit }`在轮次`{ $round }`发生了两件事
hint-unit-renamed-merged-split = 一个单位在一轮中只能更名、合并或分立一次
error-merged-from-fewer-than = `{ $to }`由不足两个单位合并而成
hint-use-renamed-one = 只有一个时请用`renamed`
error-entry-no-review = 条目{ $seq }不是审核：{ $error }
error-round-no-decisions-reviewed = 该轮没有可审核的决定
hint-minyi-history-add-enters-them = `minyi history add`可记入决定
error-step-does-not-say-2 = 该步骤没有说明{ $what }
hint-review-signed-name-role = 审核须署名并写明职责
error-adjusted-without-reason = `{ $unit }`的`{ $what }`被调整，却没有理由
hint-say-why-column-why = 请在列`why`中说明理由
error-draft-these-decisions-already = 这些决定已有初稿
hint-review-enter-decisions-anew = 请审核初稿，或重新记入决定
error-edition-formal-final = 第{ $edition }版是正式版，不能再改
hint-what-found-later-begins = 此后发现的问题须另起新版，从初稿开始
error-does-not-follow = “{ $state ->
    [draft] 初稿
    [reviewed] 已审核
    [formal] 正式
   *[other] { $state }
 }”不能接在“{ $before ->
    [draft] 初稿
    [reviewed] 已审核
    [formal] 正式
   *[other] （无）
 }”之后
hint-way-draft-reviewed-formal = 次序为：初稿、已审核、正式
error-no-draft = 没有初稿
error-decisions-entered-anew-since = 初稿之后决定又重新记入过
hint-begin-draft-new-ones = 请为新的决定先作初稿
error-wrote-draft-cannot-review = `{ $by }`是初稿的作者，不能自行审核
hint-somebody-else-must-look = 须由他人审核
error-no-such-store = 没有这个历史库
hint-minyi-history-add-plan = `minyi history add PLAN --store FILE`可建立历史库并记入第一轮
error-file-no-store-minyi = 这个文件不是minyi的历史库
hint-name-file-minyi-history = 请给出`minyi history add`所建立的文件
error-store-format-version-knows = 历史库的格式为{ $version }，本版本支持的格式为{ $known }
error-entry-does-not-continue = 条目{ $seq }没有接续链条
hint-free-some-space-do = 请腾出空间再试；没有留下记入一半的内容
error-somebody-else-writing = 有人正在写入
hint-wait-until-other-done = 请等对方写完再试；没有记入任何内容
error-may-not-written = 不允许写入
hint-check-rights-file-folder = 请检查文件及其文件夹的权限
error-file-store-damaged = 历史库文件已损坏
error-store-broken = 历史库与记入时不符（共{ $n }处）：{ $first }
hint-history-verify-lists-what = 不从中读取任何内容；`minyi history verify`逐一列出问题；请取用最近的副本或导出
error-store-does-not-hold = 历史库中没有{ $what ->
    [survey] 这个调查的得分
    [round] 这一轮的得分
    [unit-before] 更早轮次中的这个单位
   *[other] 该变动所在轮次中的这个单位
 }：`{ $id }`
hint-store-holds = 现有{ $known }
hint-take-last-copy-export = 请取用最近的副本或导出
error-store-damaged = 文件已损坏：{ $text }
error-table-trigger-store-removed = 历史库的表或触发器被删除或改动
hint-somebody-worked-file-other = 有人用其他工具动过这个文件
error-store-something-does-not = 历史库中有不属于它的内容：`{ $foreign }`
error-entry-missing = 缺少条目{ $seq }
hint-entries-never-deleted = 条目从不删除
error-entry-does-not-follow = 该条目没有接续前一条
hint-entry-one-before-changed = 这一条或前一条被改动过
error-entry-changed = 条目`{ $name }`（{ $kind ->
    [plan] 方案
    [certificate] 证书
    [responses] 答卷
    [scores] 得分
    [events] 事件
    [decisions] 决定
    [review] 审核
    [mapping] 单位变更
   *[other] { $kind }
 }）被改动过
hint-content-no-longer-hash-which = 其内容与记入时的哈希不再相符
error-no-entry-hash = 没有哈希为`{ $head }`的条目
hint-entries-end-missing-whole = 末尾缺少条目，或整条链已被重做
error-category-among-these-rows = 这些行中`{ $name }`只有{ $levels }个类别，独立性检验至少需要2个
hint-check-where-category-nobody = 请检查`--where`；没有人选的类别不计
error-no-row-with-both = 没有一行同时有`{ $rows }`和`{ $columns }`
error-categories-in-one-cluster = `{ $name }`有{ $n }个类别（{ $levels }）各自只在一个群中：组内回答的离散程度无从得知
hint-merge-or-leave-out-one-cluster = 请把它与其他类别合并，或用`--where`去掉；检验组间差别，每组至少要有2个群
error-test-no-variance = 没有可据以判断的方差：组内没有差别、已全数调查，或各行只在一个群中
hint-test-needs-clusters-that-vary = 检验至少需要2个群，且不能全都一样；数值本身可用`minyi estimate`求得
error-wald-more-contrasts = 此表的Wald检验有{ $k }个对比，设计只有{ $df }个自由度：不足以判断
error-covariance-table-singular-wald = 表的协方差矩阵是奇异的：无法作Wald检验
hint-use-f-test-rao = 请用Rao–Scott的F检验，或合并少见的类别
error-table-row-column-empty = 表中有一行或一列的各格均为空
hint-leave-category-out-merge = 请去掉或合并该类别
error-values-covariance-order-degrees = { $p }个值、{ $order }阶协方差矩阵和{ $df }个自由度不相配
error-value-variance = 第{ $i }个值为{ $value }，方差为{ $variance }
error-value-degrees-freedom = 第{ $i }个值的自由度为{ $df }
error-values-correlated-more-than = 第{ $j }个值与第{ $i }个值的相关系数超过1
error-matrix-values-no-covariance = { $p }个值的矩阵不是协方差矩阵：其某个线性组合的方差会为负
hint-unbiased-variance-sample-without = 不放回样本的无偏方差可能为负；请在设计中改用另一种方差估计
error-in-the-formula = 公式`{ $text }`中：{ $what }
hint-write-y-x1-factor = 请写成`y ~ x1 + factor(x2)`
error-there-is-no = 没有`~`
error-response-missing = 缺少因变量
error-no-term = `{ $column }`不是模型项
error-nothing-explains-response = 没有解释变量
error-single-category-to-fit = `{ $variable }`只有一个类别可比，检验至少要两个类别
hint-name-categories-nobody-chose = 没有人选的类别也要写出，并给出应有的比例
error-shares-add-up-not = 各比例合计{ $sum }，而不是1
hint-give-share-every-category = 请给出每个类别的比例，以小数表示，合计为1
error-no-share-above-0 = 没有为`{ $variable }`的类别`{ $l }`给出大于0的比例
hint-give-one-each-category = 请为每个类别各给一个
error-the-confidence-is = 置信水平为{ $confidence }
error-draws-too-few-quantile = { $draws }次抽取太少，不足以求分位数
hint-give-10-000-more = 请给10000次或更多
hint-give-number-above-0 = 请给出大于0.5且小于1的数，如0.95
error-draws-too-few-confidence = { $draws }次抽取对置信水平{ $confidence }来说太少
hint-give-more = 请给{ $ceil }次或更多
error-columns-model-repeat-each = 模型的各列互相重复
hint-leave-one-out-merge = 请去掉其一，或合并没有出现（用重复时，在某些重复中没有出现）的水平
error-model-column-repeats = 模型的列`{ $name }`与它前面的列重复
hint-leave-out-or-intercept = 请去掉它；若因子已列出全部水平，也可用`- 1`去掉截距
error-model-column-0 = 模型的列`{ $name }`在每一行都是0
hint-merge-levels-or-leave-product = 没有一行同时具有这些水平，或该数全为0：请合并水平，或去掉该项
error-factor-single-level = 在模型所用的行中，`{ $name }`只有`{ $level }`一个水平：无从比较
hint-leave-factor-out-check-where = 请去掉它，或检查`--where`和缺失代码
error-logistic-response = 因变量为{ $y }，应为0或1
hint-make-column-0-1-or-linear = 请用`--where`去掉这些行，用`--missing`声明缺失代码，另建一列0和1，或改用线性模型
error-model-no-row = 没有一行同时有因变量和模型的全部各列
error-model-no-term = 模型没有项`{ $term }`
hint-its-terms-are = 其各项为：{ $names }
error-wald-degrees-of-freedom = 设计有{ $df }个自由度，残差剩{ $residual }个，不足以对{ $k }个系数作Wald检验
hint-more-clusters-or-fewer-categories = 请合并类别，或去掉一些项
error-wald-unknown-error = { $names }的误差无从得知：它只由一个群决定
hint-merge-group-of-one-cluster = 请把只在一个群中的组与其他组合并，或用`--where`去掉
error-covariance-these-coefficients-singular = 这些系数的协方差矩阵是奇异的
error-groups-t-test-compares = `{ $group }`有{ $levels }个组，t检验只比较2个组
hint-choose-two-where-test = 请用`--where`选出两个组，或用`fit`检验全部
error-group-without-answer = `{ $group }`的`{ $level }`组没有人回答`{ $variable }`
error-logistic-model-no-finite = logistic模型没有有限的拟合解（第{ $largest }列的系数发散，或有冗余的列）
hint-column-level-foretells-outcome = 有一列或一个水平完全决定了结果，或与另一列重复：请合并水平或去掉它
error-unit-twice = 单位`{ $id }`出现两次
hint-give-each-unit-identifier = 请给每个单位一个不同的标识
error-marks-no-units-them = 有得分，却没有得分所属的单位
hint-add-categories-their-units = 请加`[[categories]]`及其`units`
error-rules-no-marks-judge = 有规则，却没有可供判断的得分
error-measures-no-marks = 有另外的得分，却没有主要的得分
error-measure-twice = 得分`{ $id }`出现两次，或与调整后得分同名
hint-add-marks-e-g = 请加`marks`，例如`checks = { "{" } file = "checks.csv", at-least = 4 { "}" }`
error-highest-score = 最高分为{ $points }
hint-100-usual-one = 通常为100
error-found-expected-percentage-above-0-up = 读到{ $share }，应为大于0且不超过100的百分数
hint-30-means-least-30 = 30表示至少30%
hint-publish-phrase-before-draw = 请在抽取之前公布一个短语，并在`[assessment]`下写为`seed-phrase`
error-no-identifier = `{ $id }`不是标识
hint-use-ascii-letters-digits = 请只用ASCII字母、数字、`-`和`_`：标识会用于列名、文件名和链接
error-twice-first = { $what ->
    [survey] 调查
    [round] 轮次
    [theme] 主题
    [indicator] 指标
    [unit-indicator] 该单位的指标
    [category] 类别
    [unit] 单位
    [class] 调查对象
    [rule] 规则
    [grade] 等级
    [clause] 条款
   *[other] { $what }
 }`{ $id }`出现两次（首次在{ $first }）
error-seed-phrase-empty = 种子短语是空的
hint-publish-phrase-before-draw-write = 请在抽样之前公布一个短语并写在这里；本工具从不自行编造种子
error-no-language-listed = 没有列出语言
hint-use-zh-en = 请用`["zh", "en"]`
error-no-theme-listed = 没有列出主题
hint-list-themes-comments-coded = 请列出意见编码所用的主题
error-highest-answer-not-above = 最高答案{ $max }不大于最低答案{ $min }
error-found-expected-number-above = 读到`{ $points }`，应为大于0的数
error-band-ends-before-starts = 档`{ $en }`止于{ $to }，先于其起点{ $from }
error-gap-between-bands-no = 各档之间有空隙：答案{ $next }不属于任何一档
hint-bands-follow-each-other = 各档须由差到好首尾相接，每个答案恰好属于一档
error-overlap-answer-two-bands = 重叠：答案{ $from }属于两档
error-no-bands = 没有分档
hint-add-scale-bands-from = 请加`[[scale.bands]]`，写明from、to、zh、en
error-gap-no-band-answer = 有空隙：答案{ $next }不属于任何一档
hint-bands-must-reach = 各档须到{ $max }为止
error-bands-end-above-highest = 各档止于{ $next }，超过最高答案{ $max }
error-code-also-answer-scale = 代码`{ $code }`也是量表上的答案
hint-use-code-outside-scale = 请用量表以外的代码
error-both-don-t-know = `{ $code }`既是“不了解”又是缺失
error-stands-which-not-scale = `{ $word }`代表{ $value }，不在量表上
error-indicator-no-weight = 指标`{ $id }`没有权重
hint-add-weight-choose-another = 请加`weight`，或改用另一种`settings.class-score`
error-weight-not-above-0 = 权重{ $w }不大于0
error-no-category-uses-indicator = 没有类别使用指标`{ $id }`
hint-add-indicators-category-remove = 请把它加入某个类别的`indicators`，或删去它
error-category-no-units = 类别`{ $id }`没有单位
hint-add-categories-units = 请加`[[categories.units]]`
error-category-no-indicators = 类别`{ $id }`没有指标
error-indicator-twice = 指标`{ $id }`出现两次
error-unit-empty-name = 单位`{ $id }`的名称是空的
hint-give-zh-en = 请给出`zh`和`en`
error-two-units-category-named = 类别中有两个单位都名为`{ $zh }`
hint-unit-listed-twice = 是否有单位重复列出？
error-class-0-questionnaires-per = 调查对象`{ $id }`每个单位的问卷数为0
hint-remove-class-give-number = 请删去该调查对象，或给出问卷数
error-rater-cannot-rate-units = 一名评价人不能评价{ $unit_count }个单位中的{ $units_per_rater }个
error-weights-classes-sum-not = 各调查对象的权重合计{ $text }，而不是100（{ $parts }）
hint-change-them-so-they = 请修改，使其合计恰好为100
error-is-0 = `{ $key }`为0
error-no-column-forms-strata = 没有用于分层的列
error-quota-no-cells = 配额没有格
hint-list-levels-rows-columns = 请列出`rows`和`columns`的水平
error-list-per-unit-needs = 每个单位各一份名单时，须写`raters = "separate"`
error-one-list-all-units = 所有单位共用一份名单时，须写`raters = "shared"`
error-not-path-relative-plan = `{ $frame }`不是相对于方案的路径
hint-plans-their-frames-travel = 抽样框随方案一同移动：请用相对路径
error-found-expected-0-6 = 读到`{ $decimals }`，应为0到6
error-found-expected-percentage-above-50 = 读到`{ $confidence }`，应为大于50且小于100的百分数
error-cut-not-scale = 分界点{ $cut }不在量表{ $min }–{ $max }上
error-plan-lists-twice = `{ $what }`列了两次
hint-list-it-once = 请只列一次
error-identifier-long = 标识`{ $id }`有{ $n }个字符，超过{ $most }个
hint-shorten-identifier = 文件以它命名：请用短一些的
error-one-column-unit-and-rater = 列`{ $column }`会既指单位又指评价人
hint-name-both-columns = 请在`responses`下分别给出两列的名称
hint-confidence-at-most = 名次由{ $draws }次抽样比较，最高只能支持{ $most }的置信度：请用95或99
error-no-table-file = `{ $name }`不是表格文件
error-redact-empty = 空词会在每一处被替换
hint-list-words-or-none = 请列出引文中不得出现的词，没有就不列
error-beyond-million = { $value }超出±{ $most }
hint-scale-smaller = 请用较小的量表，如0至10、折合100分
error-class-named-as-file = 类别`{ $id }`与每次抽样都要写出的文件同名
hint-give-class-another-id = 请给该类别换一个标识
error-empty-name = `{ $id }`的名称为空
error-column-of-the-sample = 样本表自己有一列叫`{ $name }`
hint-rename-column-frame = 请在抽样框和这里给该列改名
error-one-column-two-questions = 列`{ $column }`会同时对应`{ $one }`和`{ $other }`
hint-another-pattern = 请选用含有标识中没有的符号的模式，如`{ "{" }unit{ "}" }.{ "{" }indicator{ "}" }`
error-indicator-named-as-column = 指标`{ $id }`与说明评价人或行的列同名
hint-give-indicator-another-id = 请给该指标换一个标识，或在`responses`下给另一列命名
error-found-expected-month-such = 读到`{ $value }`，应为月份，如`2013-07`
error-phase-ends-before-starts = 该阶段止于{ $to }，先于其起点{ $from }
error-lacks-unit-indicator = `{ $pattern }`缺少`{ "{" }unit{ "}" }`或`{ "{" }indicator{ "}" }`
error-found-expected-unit-indicator = 读到`{ $target }`，应为`unit/indicator`
error-is-in-the-columns = `{ $target }`在列`{ $before }`和`{ $column }`中都有
error-no-column-responses-matrix = `responses.matrix`中没有对应`{ $id }/{ $indicator }`的列
hint-every-unit-needs-every = 每个单位都须有其类别的每个指标
hint-class-drawn-from-frame = 调查对象`{ $id }`从这个抽样框抽取；`minyi simulate PLAN --frames`可写出虚构的抽样框，供试用方案
error-no-class-plan-drawn = 本方案没有要在此抽样的调查对象：全部为`given`
error-certificate-format-version-knows = 证书的格式为`{ $format }`，本版本可识别的为`{ $known }`
error-drawn-version-verified-version = 抽样用的是{ $drawn }版，核验用的是{ $now }版
error-seed-phrase-plan-now = 种子短语原为`{ $before }`，方案现为`{ $now }`
error-plan-says-now = { $what }：证书为`{ $before }`，方案为`{ $now }`
error-certified-public-value = 公开值
error-certified-public-source = 公开值的来源
error-plan-part-changed = 方案`{ $file }`中抽样所用的部分已改动：{ $part }
error-plan-part-gone = 方案`{ $file }`中已没有抽样所用的部分：{ $part }
error-plan-part-new = 方案`{ $file }`中有抽样时没有的部分：{ $part }
error-frame-other-bytes = 抽样框`{ $path }`的各行与抽样时相同，但文件不同：其SHA-256为{ $now }，证书为{ $before }
error-plan-no-longer-draws = 方案不再从`{ $file }`抽取
error-frame-changed = 抽样框`{ $path }`已改动
error-not-file-drawn = `{ $file }`不是当时抽样写出的文件{ $differs }
error-plan-no-longer-makes = 方案不再产生`{ $file }`
error-from-row = （自第{ $r }行起）
error-drawing-again-gives-another = 重新抽取得到的`{ $file }`不一样{ $row }
error-certificate-itself-been-edited = 证书本身被改动过
error-not-so-rows-cannot = { "  " }（没有`{ $frame_rows }`，无法指出是哪些行）
error-and-more = 及另外{ $new }个
error-row-changed-new = { "  " }`{ $path }`：有改动或新增的行：{ $new }{ $more }
error-rows-frame-drawn-from = { "  " }`{ $path }`：当时抽样所用的抽样框中有{ $listed }行已不在或已改动
error-sample-table-not-one = 样本表不是证书所指的那一个
hint-minyi-verify-says-what = `minyi verify`会指出不同之处
error-class-others-drew-no = 由他方抽样的调查对象没有抽样框
error-text-not-utf-8 = 文本不是UTF-8
hint-save-plan-utf-8 = 请把文件存为UTF-8
error-plan-not-complete = 方案不完整
error-plan-no = 方案没有`{ $key }`
hint-add-minyi-new-writes = 请补上；`minyi new`会写出包含所有部分的方案，其中有`{ $key }`
error-expected-list-tables = `{ $key }`是{ $type_str ->
    [string] 文字
    [integer] 整数
    [float] 小数
    [boolean] 逻辑值
    [datetime] 日期
    [table] 单个表
   *[other] { $type_str }
 }，应为表的列表
hint-write-above-each-them = 请在每个表之前写`[[{ $key }]]`
error-key-missing = 缺少键`{ $key }`
hint-known-keys = 可用的键：{ $known }
error-unknown-key = 未知的键`{ $key }`
error-say-how-raters-class = 请写明该调查对象的评价人如何抽取，例如`draw = { "{" } systematic = { "{" } … { "}" } { "}" }`；由他方抽样则写`draw = { "{" } given = { "{" }{ "}" } { "}" }`
hint-add = 请添加`{ $key } = …`
hint-possible-are = 可用的有{ $known }
error-not-one-choices = `{ $word }`不在可选的值之中
error-round-no-date = 轮次`{ $id }`没有日期
hint-write-date-2013-10 = 请在该轮下写`date = "2013-10-31"`，或用`--date 2013-10-31`；本工具不读取系统时钟
error-entry-holds-no-scores = 条目{ $seq }中没有得分：{ $e }
error-measure-lengths = 类别`{ $category }`的得分`{ $measure }`：单位{ $units }个，数值{ $values }个，误差的个数与之不符
error-measure-negative = 类别`{ $category }`的得分`{ $measure }`：方差或自由度小于0
error-no-answers-yet = 尚无答卷
hint-name-response-file-try = 请指明答卷文件，或用虚构的答卷试用方案：`minyi simulate PLAN`
error-font-cannot-cut-down = 无法裁剪字体：{ $e }
error-workbook-cannot-written = 无法写出工作簿：{ $e }
error-tables-not-written-as = 表格不能写成`.{ $ending }`
hint-name-it-csv = 请在方案中把文件名改为.csv、.xlsx或.parquet
error-no-questionnaires = 没有问卷
error-all-questionnaires-set-aside = 全部{ $n }份问卷都来自未被抽中的人，或评价的是未分配给他们的单位
error-population-of-no-stratum = 调查对象`{ $class }`：没有回答来自`population`所列的层
hint-population-strata-are = 回答中的层为{ $strata }
hint-name-class-every-rater = 请写明每个评价人的调查对象，或在方案中设`responses.class`
error-not-class-plan = `{ $id }`不是方案中的调查对象
hint-the-classes-are = 调查对象有{ $ids }
error-rater-empty = 评价人为空
hint-every-questionnaire-needs-rater = 每份问卷都须有评价人的标识
hint-only-drawn-raters-count = 只计入抽中的评价人；替换者须在样本表中
error-the-weight-is = 权数为{ $weight }
hint-weights-cannot-negative = 权数不能为负
hint-units-named-their-id-plan = 单位请以方案中的`id`填写
error-found-expected-whole-number = 读到`{ $text }`，应为{ $min }到{ $max }的整数
hint-set-invalid-answer-count = 请设`invalid-answer = "count-and-list"`，或在`scale.verbal`下给出该答案的对应值
error-rater-rated-unit-row = 评价人`{ $rater }`在第{ $row }行已评过单位`{ $units }`
hint-keep-one-questionnaire-per = 每个评价人对每个单位只保留一份问卷
error-not-asked-about-unit = 对单位`{ $units }`不问`{ $id }`
hint-its-indicators-are = 该单位的指标有{ $own }
error-rater-answered-about-unit = 评价人`{ $rater }`对单位`{ $units }`的`{ $id }`答了两次
hint-keep-one-answer-per = 每个评价人、单位和指标只保留一个答案
hint-every-column-responses-matrix = `responses.matrix`的每一列都须在文件中
error-rater-row-already = 评价人`{ $rater }`已在第{ $before }行出现
hint-matrix-one-row-per = 矩阵中每个评价人一行
error-more-than-problems-rest = 超过{ $listed }个问题，其余未列出
hint-set-units-per-rater = 请把`units-per-rater`设为1到单位数之间的数
error-units-2-samples = { $p }个单元有2^{ $p }个样本
hint-joint-inclusion-probabilities-method = 这种方法的联合入样概率最多计算到{ $joint_up_to }个单元
error-certificate-says-drawing-again = { $what }：证书为`{ $was }`，重新抽取得到`{ $is }`
error-certificate-stages-design = 证书有{ $certified }个阶段，设计有{ $now }个
error-certificate-been-edited = 证书被改动过
error-stage-named-design = 阶段`{ $before }`在设计中名为`{ $now }`
error-had-units = ，原有{ $before }个单元，现有{ $now }个
error-stage-frame-changed = 阶段`{ $name }`：抽样框已改动{ $number }
error-stage-frame-no-stratum = 阶段`{ $name }`：抽样框中不再有层`{ $stratum }`
error-stage-stratum-units = 阶段`{ $name }`，层`{ $stratum }`：现有{ $now }个单元，原有{ $before }个
error-stage-stratum-numbers-inclusion = 阶段`{ $name }`，层`{ $stratum }`：数目、入样概率或权数不同
error-stage-stratum-new = 阶段`{ $name }`：层`{ $stratum }`是新的
error-certificate-not-when-drawn = { $what }：{ $gone }在证书上，重新抽取时没有
error-when-drawn-again-not = { $what }：{ $new }在重新抽取时有，证书上没有
error-another-probability-number-hits = { $what }：{ $other }的概率或抽中次数不同
error-same-units-another-order = { $what }：单元相同，次序不同
error-odds-conditional-poisson-sampling = 条件泊松抽样的发生比（odds）在{ $steps }步内未能求出
hint-inclusion-probabilities-near-0 = 入样概率如此接近0和1，几乎没有选择余地；请用tille抽取
error-probabilities-strata = 有{ $p }个概率，却有{ $strata }个层号
hint-give-every-unit-stratum = 请给每个单元一个层
error-balancing-variable-values-units = 第{ $j }个平衡变量有{ $column }个值，单元有{ $p }个
hint-give-every-unit-value = 请给每个单元一个值
error-balancing-variable-unit = 第{ $i }个单元的第{ $j }个平衡变量为{ $column }
hint-balance-finite-numbers = 平衡变量须为有限的数
error-balancing-variable-adds-up = 第{ $j }个平衡变量累加到第{ $i }个单元时超出数值范围
hint-scale-variable-down = 请按比例缩小该变量
error-no-coordinates = 没有坐标
hint-give-one-column-more = 请至少给出一列
error-coordinate-values-units = 第{ $j }个坐标有{ $column }个值，单元有{ $units }个
hint-give-every-unit-place = 请给每个单元一个位置
error-coordinate-unit = 第{ $i }个单元的第{ $j }个坐标为{ $column }
hint-places-finite-numbers = 坐标须为有限的数
error-drew-units = `{ $method }`应抽{ $n }个单元，抽到{ $chosen }个
hint-sizes-coordinates-too-extreme = 规模度量或坐标对该方法过于极端；请作缩放，或改用其他方法
error-units-joint-probabilities = { $population }个单元有{ $population }²个联合入样概率
hint-they-formed-up-units = 每层最多计算到{ $joint_up_to }个单元；`estimate`有不需要它们的近似方法
error-class-villages-cannot-allocated = 调查对象`{ $class }`：{ $villages_wanted }个村无法分配到各层：{ $message }
hint-raise-take-lower-minimum = 请提高`take`，降低`minimum-per-stratum`，或让每个评价人评更多单位
error-stratum = 层`{ $label }`：{ $message }
hint-lower-minimum-per-stratum-raise = 请降低`minimum-per-stratum`，或提高`take`
error-targets-sum-but-units = 目标入样概率合计{ $sum }，却要抽{ $n }个单元
error-exact-inclusion-probabilities-units = 从{ $p }个单元中抽{ $n }个的精确入样概率计算时间太长
hint-so-many-units-targets = 单元这么多时目标值与之很接近；请用目标值
error-inclusion-probabilities-from-sum = 入样概率从{ $least }到{ $most }，合计{ $sum }，已被舍入误差淹没
hint-take-units-near-certainty = 请把这样接近必选的单元作为必选，去掉规模度量近于0的单元；或使用目标值
error-design-no-stage = 设计没有阶段
error-no-unit-drawn = 没有抽到单元
hint-ask-one-more = 请至少抽取一个
error-joint-probabilities-one-stage = 联合入样概率只针对单个阶段计算
hint-draw-stages-one-one = 请逐阶段抽取，或在`estimate`中使用近似方法
error-joint-probabilities-formed-sample = 联合入样概率只对没有备选、没有前一阶段的样本计算
hint-leave-reserve-previous-out = 请去掉`--reserve`和`--previous`
error-size-unit = 第{ $i }个单元的规模度量为{ $sizes }
hint-sizes-finite-numbers-above = 规模度量须为大于0的有限数；没有规模度量的单元请从抽样框中删去，或为其补上
error-sizes-add-up-more = 规模度量之和超出数值范围
hint-scale-sizes-down = 请按比例缩小规模度量
error-units-cannot-drawn-from = 不能从{ $population }个单元中抽取{ $n }个
hint-draw-fewer-take-them = 请少抽，或全部抽取
error-inclusion-probabilities-sum-not = 入样概率合计{ $sum }，不是整数
error-inclusion-probability-unit = 第{ $i }个单元的入样概率为{ $p }
hint-take-certainty-units-out = 请先取出必选单元
error-random-numbers-units = 有{ $p }个单元，随机数却有{ $u }个
hint-one-each-unit = 每个单元一个
error-random-number-unit = 第{ $i }个单元的随机数为{ $u }
hint-random-numbers-between-0 = 随机数须在0与1之间
hint-sizes-finite-numbers-above-0 = 规模度量须为大于0的有限数
error-groups-values-sizes = { $drawn }个组，{ $y }个值，{ $x }个规模度量
hint-give-value-size-each = 请为至少两个组各给一个值和一个规模度量
error-certificate-no-stage = 证书没有阶段
error-replaced-without-reason = 替换`{ $unit }`未说明原因
hint-say-why-refused-not = 请说明原因：拒访、找不到、已关闭等
error-no-stratum-sample = 样本中没有层`{ $stratum }`
hint-name-stratum-sample-column = 层名请与样本的`stratum`列一致
error-not-sample = `{ $unit }`不在样本中
hint-replace-units-sample-check = 只能替换样本中的单元；请检查拼写和层
error-replaced-before = `{ $unit }`先前已由`{ $by }`替换
hint-list-each-loss-once = 每个被替换的单元只列一次
error-reserve-unit-not-called = `{ $unit }`是尚未启用的备选单元
hint-units-reserve-called-their = 备选单元只能按次序启用
error-of-stratum = （层`{ $label }`）
error-reserve-used-up-cannot = 备选{ $where }已用完，`{ $unit }`无法替换
hint-leave-nonrespondent-draw-again = 请将其作为无应答处理，或加大`--reserve`重新抽取
error-after-replacements-would-certainty = 替换{ $k }个以后`{ $unit }`将成为必选单元
hint-draw-larger-sample-instead = 请改为抽取更大的样本（`--contains`先前的样本），使必选单元按必选处理
error-inclusion-probability-unit-hardly = 第{ $i }个单元的入样概率为{ $p }，几乎没有选择余地
hint-take-units-near-certainty-certainty = 请把这样接近必选的单元作为必选，或用tille抽取
error-class-drawn-elsewhere = 调查对象`{ $class }`由他方抽样
error-class-not-drawn-from = 调查对象`{ $class }`不从这样的抽样框抽取
error-nobody-listed-unit = 单位`{ $unit }`名下没有列出人员
hint-add-staff-frame = 请把`{ $unit }`的工作人员加入抽样框
error-needs = `{ $word }`需要`{ $name }`
hint-name-column-frame = 请用`--{ $name }`指明抽样框中的一列
error-makes-no-use = `{ $word }`用不到`{ $name }`
hint-leave-out-choose-method = 请去掉`{ $name }`，或改用会用到它的方法
error-serpentine-order-needs-two = 蛇形排序至少需要两个排序列
hint-name-them-sort-coarser = 请在`sort`中写出，粗的在前
error-no-reserve-sample-no = `{ $word }`没有备选：其样本量不固定
hint-choose-method-fixed-size = 请改用样本量固定的方法
error-reserve-would-change-groups = 备选会改变`rao-hartley-cochran`的分组
hint-choose-another-method = 请改用其他方法
error-the-shift-is = 位移为{ $shift }
hint-give-number-from-0-up = 请给出不小于0且小于1的数
error-does-not-select-permanent = `{ $word }`的选取并非只依据永久随机数
hint-shift-srs-bernoulli-poisson = 位移只用于srs、bernoulli、poisson、pareto或sequential-poisson
hint-rules-need-more-than = 规则还需要单元数以外的信息时，用`minyi allocate`生成样本量表，再以`--n-from`指定
error-number-given-stratum-which = 给出了层`{ $unknown }`的样本量，但抽样框中没有该层
hint-its-strata-are = 抽样框中的层有{ $labels }
error-no-number-given = 未给出{ $absent }的样本量
hint-give-every-stratum-number = 请为每一层给出样本量，不抽的层填0
hint-draw-fewer-ask-shorter = 请减少抽取数，或缩短备选名单
hint-give-phrase-published-draw = 请给出随抽样一并公布的短语，例如一句话加日期
error-phrase-not-one-committed = 该短语与事先承诺的不符：其SHA-256为{ $hash }，公布的是{ $commitment }
error-public-value-letter = 公开值`{ $value }`中含有`{ $letter }`
error-public-value-no-digit = 公开值`{ $value }`中没有数字
hint-public-value-digits = 请按公布的次序写公布的数字0–9；出处请写在公开值的来源中
error-public-value-short-number = 公开值`{ $value }`中，`{ $number }`只有一位，其他的数更长
hint-public-value-zeros = 请按公布的样子写出前面的0，如05；或把全部数字连写
error-name-no-letter = 名称`{ $name }`中既无字母也无数字
hint-name-letters-digits = 抽样依据名称中的字母和数字，例如`guangan-2013`
hint-use-phrase-whose-hash = 请使用已公布哈希值的那条短语，须逐字一致
hint-add-one-stage-name = 用`[[stage]]`添加一个阶段，写明名称和`[stage.select]`
error-two-stages-named = 有两个阶段都名为`{ $name }`
hint-give-every-stage-name = 请为每个阶段取不同的名称：其随机数由名称决定
error-two-stages-draw-units = 有两个阶段都抽取`{ $id }`的单元
hint-every-stage-identifier-own = 每个阶段须有各自的标识列；二相抽样的第二相应另立设计，用`previous`衔接
error-stage-reserves-rotation-groups = 阶段`{ $name }`：备选和轮换组只能用于最后一个阶段
hint-move-them = 请移到最后一个阶段
error-stage-unit-drawn-twice = 阶段`{ $name }`：此处无法对重复抽中的单元继续向下抽样
hint-use-method-without-replacement = 最后一个阶段之前请用不放回的方法
error-stage-previous-belongs-first = 阶段`{ $name }`：`previous`只能用于第一个阶段
hint-probabilities-stages-before-known = 前面各阶段的概率已知，无须再给
error-stage = 阶段`{ $stage }`：{ $message }
error-but-another-row-same = 此处为`{ $is }`，但同一`{ $id }`的另一行为`{ $was }`
hint-column-stage-reads-same = 阶段所读的列在同一单元的各行中须相同；需要累加的规模度量用`size-repeated = false`读取
hint-sizes-0-more-above = 规模度量不得为负，且每个单元的合计须大于0
error-frame-no-unit-which = `{ $absent }`已被抽中，但抽样框中没有其下级单元
hint-list-units-every-drawn = 请列出每个已抽中上级单元的全部下级单元
error-nobody-draw-from = 没有可供抽取的单元
error-draws-more-than-hits = 抽取{ $n }次，超出入样次数的计数上限
hint-draw-fewer = 请减少抽取次数
error-no-score-unit-indicator = 调查对象`{ $id }`对单位`{ $unit }`的指标`{ $k }`没有得分
hint-repeat-survey-from-invented = 改为从虚构总体重复调查，或选用各单位得分齐全的一轮
error-demonstration-frame-two-stratum = 演示用抽样框有两个分层列：区县和城乡
error-repeats-say-nothing-about = 重复{ $repeats }次无法反映随机波动
hint-ask-2-more-1000 = 至少重复2次；重复1000次，比例可精确到约3个百分点
error-nothing-known-unit = 单位`{ $unit }`的真值未知
error-unit-left-without-score = 单位`{ $units }`在部分调查中没有得分或误差
hint-plan-more-questionnaires-per = 请增加每个单位的计划问卷数
error-file-empty = 文件为空
hint-table-needs-header-row = 表须有表头行和其下的数据行
error-quotation-mark-opened-never = 引号有开无合
hint-close-double = 请补上右引号，或将引号写两遍
error-only-header-no-rows = 只有表头，没有数据行
hint-export-complete = 导出是否完整？
error-columns-separated = 各列以{ $name }分隔
hint-export-comma-separated-csv = 请导出为逗号分隔的CSV（制表符分隔的文件须以.tsv为扩展名）
error-column-no-name = 第{ $i }列没有列名
hint-give-every-column-name = 请为每一列取名，或删去空列
error-row-cells-header = 该行有{ $record }个单元格，表头有{ $expected }个
hint-quotation-mark-not-closed = 有引号未闭合，吞掉了下面各行；请补上右引号，或将引号写两遍
hint-last-row-file-seems = 这是最后一行，文件似乎被截断；请重新导出
hint-quote-cells-contain-comma = 含逗号的单元格请加引号，空单元格须保留
error-text-neither-utf-8 = 文本既非UTF-8也非GB18030（已尝试{ $encoding }）
hint-save-file-csv-utf = 请将文件另存为CSV UTF-8；工作簿以.xlsx为扩展名即可直接读取
error-text-two-encodings = 文本一部分是UTF-8，一部分是别的编码
error-text-latin = 文本似为Latin-1或Windows-1252编码，而非UTF-8或GB18030
error-text-holds-nul = 文本中有NUL字符
hint-save-file-utf-8 = 请将文件另存为UTF-8
error-column-already-which-would = 已有列`{ $name }`，会被覆盖
hint-rename-it = 请为该列改名
error-no-column = 没有列`{ $name }`
hint-the-columns-are = 现有的列：{ $names }
error-found-expected-whole-number-0 = 读到`{ $values }`，应为不小于0的整数
error-empty-cell = 空单元格
error-value-long = { $start }……（共{ $n }个字符）
error-found-expected-number = 读到{ $shown }，应为数
hint-every-row-needs-stratum = 每一行都须有层、群或类别，请补填；估计所用的空回答和空的域可声明为缺失：`--missing ''`
error-workbook-cannot-opened = 无法打开工作簿：{ $e }
hint-open-spreadsheet-program-save = 请用电子表格软件打开，重新保存为不设密码的.xlsx文件
error-sheet-starts-row = 工作表`{ $name }`从第{ $first_row }行开始
hint-put-header-into-row = 请将表头放在第1行，删去其上的标题
error-column-sheet-no-name = 工作表`{ $name }`的第{ $i }列没有列名
error-sheet-only-header-no = 工作表`{ $name }`只有表头，没有数据行
error-workbook-empty = 工作簿为空
error-workbook-hidden = 工作簿中没有可见的非空工作表；未读取：{ $names }
hint-show-sheet = 请取消隐藏所需的工作表，或将其另存为单独的工作簿
error-workbook-damaged = 工作簿的`{ $part }`部分已损坏（{ $why }）
error-cell-shared-text = 工作表`{ $name }`的单元格`{ $cell }`引用了工作簿中没有的共享文本`{ $index }`
error-cell-twice = 工作表`{ $name }`中单元格`{ $cell }`出现两次
error-cell-several-values = 工作表`{ $name }`的单元格`{ $cell }`所含的不是单一的值
error-cell-place = 工作表`{ $name }`的单元格或行`{ $cell }`不在其应在的位置
error-sheet-outside-cells = 工作表`{ $name }`在单元格`{ $cell }`之后、各行之外还有内容：`{ $found }`
error-too-many-cells = 工作簿的单元格超过{ $most }个
error-files-kind-not-known = 不支持`.{ $extension }`类型的文件
hint-use-csv-tsv-xlsx = 请使用.csv、.tsv、.xlsx或.parquet
error-file-too-large = 文件展开后有{ $needed }MiB，超过允许的{ $most }MiB
hint-memory = 若文件确实无误，请放宽上限：设环境变量`MINYI_MEMORY={ $memory }`（单位MiB）
error-memory-no-number = `MINYI_MEMORY`的值为`{ $value }`，应为整数（MiB）
error-too-many-columns = 表有{ $columns }列，至多读取{ $most }列
hint-keep-columns-used = 请只保留用到的列
error-no-regular-file = 这不是普通文件，而是设备或管道
hint-no-regular-file = 请先存为文件；`-`表示从标准输入读取CSV
error-unseen-character = `{ $value }`含有看不见的字符
hint-unseen-character = 请将其删去：名称和编号只用文字、数字和符号
error-outline-numbers = `{ $first }`与`{ $second }`是同一个数
hint-outline-numbers = 数按其值比较；若是分级编号，请加字母书写，如`q1.10`
error-label-twice-value = `{ $label }`出现了两次
hint-numbers-by-value = 数按其值比较：`1`与`1.0`相同
error-two-columns-named = 有两列都名为`{ $name }`
hint-give-every-column-name-own = 请为每一列取不同的列名
error-found-expected = 读到`{ $value }`，应为{ $expected }
error-parquet-file-cannot-read = 无法读取Parquet文件：{ $error }
hint-file-copied-completely = 文件复制是否完整？
error-folder-unfinished = 上一次运行在放置文件时被中断：这里可能混有两次运行的文件
hint-folder-unfinished = 加`--force`重新运行
error-folder-in-use = 另一次运行正在写入该文件夹
hint-folder-in-use = 等它结束，或用`--out`另选位置
error-two-outputs-one-name = 有两个文件都会叫`{ $name }`
hint-rename-identifier = 修改文件名所依据的标识
word-folder-unfinished = 文件正在放置。如果没有minyi在运行，说明它被中断：这里可能混有两次运行的文件。请加--force重新运行。
cli-left-as-changed = { $file }由较早的一次运行写入，之后被改动过：保持原样
error-file-damaged = 文件已损坏，或属于无法读取的类型
error-parquet-checksum = 有一页的校验和不符：文件已损坏
error-parquet-footer = 文件尾部对行列的描述不可能成立
error-parquet-no-rows = 文件没有数据行
error-parquet-type = 列`{ $name }`的类型是{ $of }，无法读取
hint-parquet-type = 请将其存为文本或数
error-parquet-value = 该值不可能成立：文件已损坏
error-file-exists-already = 文件已存在
hint-add-force-replace-choose = 加`--force`覆盖，或用`--out`另选位置
error-totals-given-partitions-but = 给出了各分区的总量，但未指定分区列
hint-name-within = 用`within`指定该列
error-within-all-totals-given = 使用`within`时，总量全部写在`partitions`下，`totals`下不得有总量
hint-totals-given-under-partitions = `partitions`下为它给出了总量
error-no-totals-given = 未给出`{ $level }`的总量
hint-give-them-under-partitions = 请在`partitions`下给出
error-margin-adds-up-population = 边际`{ $name }`合计为{ $total }，总体为{ $size }
hint-use-totals-one-source = 请使用同一来源的总量
error-calibration-needs-totals = 校准须有总量
hint-give-intercept-categories-numbers = 请在`totals`下给出`intercept`、`categories`或`numbers`
error-bounds-factor-g = 调整系数g的界限为{ $lower }和{ $upper }
hint-lower-one-below-1 = 下限须小于1，上限须大于1
error-calibration-does-not-meet = 校准未达到总量：`{ $names }`为{ $gap }，应为{ $target }
hint-no-bounds-help-totals = 放宽界限也无济于事：各总量相互矛盾，或与样本矛盾；请与校准前的加权总量对照
hint-smallest-bounds-shape-work = 按此形状，可行的最小界限约为{ $lower }和{ $upper }
hint-totals-contradict-each-other = 各总量相互矛盾，或与样本矛盾：某一类别组合没有数据行，或某个总量有误；请与校准前的加权总量对照
error-margin = 边际`{ $name }`：{ $message }
error-no-column-named = 未指定列
error-level-margin-missing = 边际的类别缺失
hint-every-row-weighted-belongs = 参与加权的每一行都须属于某一类别
error-target-0-but-sample = `{ $level }`的目标为0，但样本中有该类别的行
hint-their-weights-would-all = 这些行的权数将全部变为0：请剔除这些行，或合并该类别
error-the-target-of-is = `{ $level }`的目标为{ $t }
hint-totals-not-negative = 总量须为有限数，且不得为负
error-sample-level-which-no = 样本中有类别`{ $level }`，但它没有目标
hint-is-it-the-target = 是不是目标`{ $near }`？
hint-give-total-merge-another = 请给出其总量，或将其并入另一类别
error-no-row-sample = 样本中没有{ $empty }的行
hint-merge-level-another-one = 请在数据和总量中将该类别并入另一类别
error-margins-do-not-add = 各边际的总体合计不一致：`{ $margin }`为{ $total }，`{ $other }`为{ $other_total }
hint-use-totals-one-source-scale = 请使用同一来源的总量，或将一个边际按比例调整到另一边际的合计
error-status-not-listed = 状态`{ $l }`未列出
hint-list-under-respondent-nonrespondent = 请列入respondent、nonrespondent、ineligible或unknown之一
error-cell-no-take-over = 格`{ $levels }`中没有可承接权数的{ $who }
hint-merge-another-cell = 请与另一格合并
error-weights-cannot-scaled = 权数无法调整到{ $goal }
hint-give-number-above-0-2 = 请给出大于0的数
error-rows-unknown-eligibility-weights = 资格未知的行带有权数
hint-settle-them-nonresponse-step = 请先用按格的无应答调整步骤处理这些行
error-classes-response-probability = 应答概率分为{ $classes }组
hint-5-usual = 通常分5组
error-class-response-probability-no = 应答概率第{ $k }组没有受访者
hint-take-fewer-classes = 请减少组数
error-raking-needs-margins = 迭代比例调整（rake）须有边际
error-raking-needs-least-one = 迭代比例调整（rake）至少须迭代一次
error-no-answer-at-all = 这些行都没有回答
hint-check-missing-codes-where = 请核对声明为缺失的代码与筛选条件
error-seed-without-bootstrap = `{ $text }`不作抽取，`--seed`在此没有意义
error-seed-without-replicates = `--seed`用于`--replicates bootstrap=…`的抽取
hint-leave-seed-out = 请去掉`--seed`，或用自助法编制重复
error-cluster-in-two-partitions = 群`{ $label }`既在分区`{ $one }`又在分区`{ $other }`
hint-cluster-in-one-partition = 同一群的各行要用同一因子，整个群须在同一分区：请更正`within`所用的列，或不写`cluster`
error-replicates-of-all-rows = 复制权数是为全部行编制的，`--where`在此没有意义
hint-give-where-to-estimate = 此处请去掉，改在`minyi estimate`中给出：其余各行仍计入方差
hint-give-missing-to-estimate = 请在这里去掉，留给`minyi estimate`：权数与答案无关
hint-rename-it-for-replicates = 请为该列改名：写出的文件将含`weight_final`与`rep_…`各列
error-new-column-no-name = 新列没有名称
error-half-samples-know-no-correction = JK2、BRR与Fay法不考虑有限总体校正
hint-leave-fpc-out-or-jkn = 请去掉`--fpc`，或改用能顾及它的jkn或bootstrap
error-replicates-beyond-memory = { $clusters }个群的{ $replicates }个重复，超出可容纳的数量
hint-fewer-replicates-or-another-way = 请减少重复，或改用别的方法：自助法通常用500，SDR用80，线性化则无须重复
error-status-listed-twice = 状态`{ $status }`列出了两次
hint-list-status-once = 请只列一次：一行只能是已答、未答、不合格或不明之一
error-raking-tolerance = 迭代比例调整（rake）的容差为{ $tolerance }
hint-tolerance-between-0-and-1 = 请给出0与1之间的相对差距，如1e-9
hint-give-more-rounds = 差距仍在缩小：请加大`rounds`
error-two-cells-one-name = 有两个单元格同名`{ $level }`
hint-levels-without-slash = 单元格以`/`连接各类别命名：请为含有`/`的类别改名
error-raking-does-not-meet = 迭代比例调整（rake）迭代{ $round }次后仍未达到边际：`{ $name }`的类别`{ $levels }`为{ $sum }，应为{ $targets }（相对差距{ $gap }）
hint-some-combination-levels-no = 样本中某一类别组合没有数据行，各总量因而相互矛盾：请合并该边际的类别，或去掉一个边际
error-weights-would-become-negative = 将有{ $negative }个权数变为负数，最小为{ $least }
hint-use-distance-raking-logit = 改用距离函数`raking`，或带界限的`logit`或`truncated-linear`；`allow-negative = true`则接受负权数
error-no-bound-weights = { $other }不能作为权数的界限
hint-absolute-median-bounds-above = 绝对值和中位数倍数的界限须大于0，分位数须在0到1之间
error-trimming-no-bound = 截尾没有界限
hint-give-upper-lower-both = 请给出`upper`、`lower`或两者
error-weights-cannot-all-lie = 权数不可能全部落在{ $lower }和{ $upper }之间：其均值为{ $mean }
hint-widen-bounds-include-mean = 请放宽界限使其包含均值，或设`redistribute = "none"`
error-every-weight-beyond-bound = 所有权数都超出界限：没有单元可承接截去的部分
hint-widen-bounds = 请放宽界限
hint-estimate-pps-brewer-hajek = 请用不需要它们的`--pps brewer`、hajek或hartley-rao估计；或用sampford、conditional-poisson、tille、srs或pps-systematic抽取
hint-if-means-answer-missing = 如果它表示回答缺失，请声明：`--missing '{ $cell }'`，或`missing = ["{ $cell }"]`；类别用于`proportion`、`--by`和`factor(…)`
hint-column-holds-words = 该列存放的是文字：类别用于`proportion`、`--by`和`factor(…)`；需要数时，请另建一列，`{ $cell }`为1，其余为0
hint-every-row-needs-number = 此列每一行都须有数；不参与估计的行权数填0，不能被抽中的单元不应列入抽样框
error-a-whole-number-from-0 = 不小于0的整数
error-a-whole-number = 整数
error-a-number = 数
error-a-decimal = 十进制数，如`65`或`12.5`
error-an-interval = 区间，如`[60, 80)`
error-empty-interval = 区间`{ $interval }`是空的
error-not-exactly-one-choice = 这里只能有一个选择
hint-one-choice-in-braces = 请只写一个，如`{ "{" } 选择 = … { "}" }`
error-value-does-not-fit = `{ $value }`不合要求：{ $reason }
error-no-toml = 不合TOML语法：{ $reason }
error-a-text = 引号中的文字
error-true-or-false = `true`或`false`
error-a-list = 方括号中的列表
error-a-table = 表，如`{ "{" } 键 = 值 { "}" }`，或写在方括号标题之下
error-a-word-or-a-table = 引号中的词，或`{ "{" } 词 = … { "}" }`
error-row-differs = ：第{ $row }行不同
hint-e-g = 例如`{ $example }`
error-no-joint-formula = 此处`{ $method }`的联合入样概率没有精确公式
error-certified-format = 格式
error-certified-version = 版本
error-certified-generator = 随机数发生器
error-certified-commitment = 种子短语的承诺
error-certified-effective-phrase = 生成随机流的短语
error-certified-design = 设计的摘要
error-selected-of-stage = 阶段`{ $name }`的入样单元
error-reserve-of-stage = 阶段`{ $name }`的备选单元
error-the-unit-of = `{ $stratum }`的`{ $unit }`
error-listed = { $keys }{ $more }
error-who-known-eligibility = 资格已知的行
error-who-respondent = 应答者
error-drawing-again-impossible = 无法重新抽取：{ $reason }
error-sample-differs-at-end = `{ $file }`与证书所对应的样本在末尾不同
error-sample-differs = `{ $file }`与证书所对应的样本不同，首个不同在第{ $row }行
error-not-verified = 未通过核验：有{ $n }处不同
error-only-1-taken-away = `{ $term }`：只能减去`-1`
error-cannot-create-store = 无法建立历史库：{ $message }
error-cannot-open-store = 无法打开历史库：{ $message }
error-cannot-read-store = 无法读取历史库：{ $message }
error-cannot-write-store = 无法写入历史库：{ $message }
error-by-whom = 由谁作出
error-in-which-role = 以何职责
error-at-stage = （第{ $stage }阶段）
error-document-number = 文号
error-approver = 批准人
error-or-more = 以上
error-up-to = 到{ $most }
error-cells = 各格
error-between = 在{ $above }与{ $below }之间
error-above = 大于{ $above }
word-power = 功效
word-ratio-of-sizes = 样本量之比n₁∕n₂
word-confidence = 置信水平
word-standard-deviation = 标准差
word-proportion = 比例
word-margin-of-error = 误差限
word-standard-error = 标准误
word-coefficient-of-variation = 变异系数
word-design-effect = 设计效应
word-budget = 预算
word-element-cv = 个体变异系数
word-cv = 变异系数（CV）
word-cost-of-a-cluster = 每群费用
word-cost-of-an-element = 每个个体的费用
word-cost = 费用
word-size = 规模
word-mean = 均值
word-model = 模型
word-method = 方法
error-rule-for-lonely-psus = 单一群层的处理规则
error-pps-variance = 不等概率的方差方法
error-quantile-rule = 分位数规则
error-either = { $most }或{ $last }
error-one-that-help-lists = `minyi sample --help`列出的方法
error-rule-of-allocation = 可用于此处的分配规则
error-rules-of-allocation = proportional或equal；neyman、optimal、power和Bethel规则见`minyi allocate`
cli-nothing-written = 未写出任何文件；用 `--out` 指定文件以保存样本及其证书
cli-earlier-rounds-do-not-count = 注：以往各轮不计入：{ $reason }
cli-no-answers-yet = { $file }：尚无答卷，未计算得分
cli-verified-sample = 核验通过：重新抽取得到相同的样本
cli-verified-bytes = 核验通过：重新抽取得到完全相同的文件
cli-compared = 已核对：
cli-compared-plan = 方案`{ $file }`中抽样所用的部分：调查、种子、{ $parts }
cli-part-units = 单位的标识
cli-part-class = 调查对象{ $class }的数量与抽法
cli-compared-frame = 抽样框`{ $file }`，逐行并逐字节：SHA-256 { $sha256 }
cli-compared-files = 文件{ $files }
cli-not-compared = 方案的其余部分（标题、权重、规则、答卷、意见）不在其内：抽样不用它们
cli-compared-design = 证书的每一项，均由重新抽取得出
cli-compared-frame-cells = 抽样框`{ $file }`中抽样所用的单元格；该文件的SHA-256为{ $sha256 }
cli-not-compared-sample = 样本文件不在其内：请用`--sample`指明
cli-claims = 程序无法核对的说法，请与事先公布的内容对照：
cli-claim-commitment = 短语的哈希{ $commitment }在抽样之前已为调查`{ $survey }`公布
cli-claim-phrase = 短语`{ $phrase }`在抽样之前已为调查`{ $survey }`公布：没有事先承诺的哈希
cli-claim-public-value = 数字{ $digits }就是事先说明的公开值；来源：{ $source }
cli-claim-no-source = 没有说明
cli-claim-frame = 抽样框就是抽样之前公布的那一份、没有遗漏，设计也不是事后挑选的
cli-next = 接下来：{ $commands }
cli-doing-making-frames = 生成抽样框
cli-doing-drawing-the-samples = 抽取样本
cli-doing-scoring = 计算得分
cli-doing-drawing = 抽样
cli-doing-verifying = 核验
cli-doing-drawing-charts-and-writing-the-report = 画图并写报告
cli-doing-inventing-answers = 虚构答卷
cli-doing-working-out-the-truth = 计算真值
cli-demo-done = { $units }个单位，已计算{ $scored }份问卷，{ $made }条建议；答卷是虚构的
cli-entries-as-entered = 共{ $n }个条目，都与记入时一样
cli-last-hash = 最后一个哈希 { $hash }
cli-entries-in = { $n }个条目已写入{ $folder }
cli-new-entries = 新增{ $n }个条目
cli-there-already = { $asked }个条目中有{ $n }个已在库中，未改动
cli-replicates = { $n }个重复，scale { $scale }，rscales { $rscales }
    用 --design { $file } 读取
cli-one-for-each-see-json = 各不相同，见--json
cli-doing-surveys = 模拟调查
report-scrolls = { $caption }（可左右滚动）
word-step-normal-quantile-of-the-power = 检验功效的正态分位数
word-step-variance-that-a-finite-population-takes-away = 有限总体下减少的方差
word-step-normal-quantile = 正态分位数
word-step-rounded-up = 向上取整
word-step-invited-for-the-response-rate = 按应答率应邀请的数量
word-step-finite-population-correction = 有限总体校正
word-step-unit-variance-of-the-difference = 差值的单位方差
word-step-size-for-an-infinite-population = 无限总体下的样本量
word-step-the-same-precision-for-the-mean = 换算为均值的精度
word-step-as-many-as-the-population-everyone-is = 样本量达到总体，全部调查
word-step-one-group-whole = 一组全部调查，其余由另一组承担
word-step-effective-sample-size-needed = 所需有效样本量
word-step-optimal-take = 最优每群样本量
word-step-take-by-comparing-whole-numbers = 比较整数后的每群样本量
word-step-clusters = 群数
word-step-elements-in-all = 样本总量
word-step-effective-sample-size = 有效样本量
decide-running = { $step }（连续第{ $running }次）
decide-time = { $step }（累计第{ $times }次）
decide-points-more-and-it-would-not-apply = 再高{ $needed }分即不适用
decide-more-than-points-more-and-it-would = 再高{ $needed }分以上即不适用
decide-points-fewer-and-it-would-not-apply = 低{ $needed }分即不适用
decide-more-than-points-fewer-and-it-would = 低{ $needed }分以上即不适用
decide-veto-document = 一票否决（{ $clause }，文号{ $document }） { $from } → { $to }
decide-it-would-not-apply-without-this-event = 该事项撤销即不适用
decide-there-is-one-grade-only = 只有一个等次
decide-more-than-points-fewer-and-the-grade = 低{ $low }分以上即降等次
decide-points-fewer-and-the-grade-would-be = 低{ $low }分即降等次
decide-more-than-points-more-and-the-grade = 再高{ $high }分以上即升等次
decide-points-more-and-the-grade-would-be = 再高{ $high }分即升等次
decide-place-from-below-of = 倒数第{ $place }名（共{ $p }个）的{ $name }
decide-place-of = 第{ $place }名（共{ $p }个）的{ $name }
decide-there-is-no-other-unit-on-the = 名单上没有其他单位可比
decide-more-than-points-more-and-it-would-2 = 再高{ $gap }分以上即不在其中
decide-more-than-points-fewer-and-it-would-2 = 低{ $gap }分以上即不在其中
decide-against-the-mean-of-units = { $name }（本类{ $there }个单位的平均）
decide-places-fallen-rank-in = 名次（{ $round }第{ $before }名）下降
decide-places-less-and-it-would-not-apply = 少降{ $places }名即不适用
decide-rank = { $round }：第{ $before }名
decide-events-of-in-the-ledger = 台账“{ $clause }”件数
decide-events-about-matter = 台账“{ $clause }”中关于“{ $matter }”的件数
decide-no-earlier-rounds = 未判断：可回看的以往轮次有{ $there }轮，需要{ $needed }轮
decide-too-few-earlier-rounds = 只判断了{ $there }轮以往轮次所及的部分；全部判断需要{ $needed }轮
decide-error-not-known = 未判断：要求{ $confidence }%的把握，而标准误未知
decide-fewer-and-it-would-not-apply = 少{ $limit }件即不适用
decide-more-and-it-would-not-apply = 多{ $count }件即不适用
decide-fine-of = 处罚{ $shown }{ $currency }
decide-reward-of = 奖励{ $shown }{ $currency }
decide-place-from-below-of-2 = { $name }{ $value }，倒数名次（共{ $p }个）
decide-place-of-2 = { $name }{ $value }，名次（共{ $p }个）
decide-it-changes-with-the-place = 名次变动即变动
decide-adjusted-score = 调整后得分
decide-score-by = { $class }得分
decide-the-method-changed = 方法有变：{ $list }
report-finding-there-are-no-questionnaires-from = 没有“{ $class }”的问卷。
report-finding-no-valid-answer-from-to = “{ $unit }”的指标“{ $name }”没有“{ $class }”的有效回答。
report-finding-units-have-fewer-valid-questionnaires-than-the = “{ $class }”有{ $short }个单位的有效问卷少于计划的{ $per_unit }份（最少{ $fewest }份）。
report-finding-nothing-is-known-of-the-sampling-design = “{ $class }”的抽样设计未知，标准误按简单随机样本计算。
report-finding-surplus-all-count = “{ $class }”有{ $units }个单位的有效问卷多于计划的{ $per_unit }份（最多{ $most }份），又没有使用次序可以区分先后：全部计入。若只计入次序在前的，请在`responses.order`写明次序所在的列。
report-finding-error-not-known = “{ $class }”有{ $units }个单位的标准误未知：评价人都来自同一个抽样单位，或只有一人。由这些得分得出的综合得分、平均、变化、名次范围和要求把握程度的规则，误差也都未知。
report-finding-not-drawn = “{ $class }”有{ $n }份问卷来自未被抽中的人，未计入（第{ $rows }行）。
report-finding-not-assigned = “{ $class }”有{ $n }份问卷评价的是未分配给该评价人的单位，未计入（第{ $rows }行）。
report-finding-set-aside-before = 上一轮有{ $n }份问卷未计入：来自未被抽中的人，或评价的是未分配给他们的单位。
report-finding-questionnaires-about-a-unit-that-the-rater = “{ $class }”有{ $own_unit }份对本单位（或他单位）的问卷不应计入，已剔除。
report-finding-answers-are-not-on-the-scale-they = 有{ $invalid_total }个量表不认识的回答，已剔除并列出。
report-finding-answers-are-to-indicators-that-are-not = 有{ $stray }个回答属于该单位不适用的指标，未使用。
report-finding-columns-not-used = 未使用的列：{ $names }。
report-finding-the-plan-has-changed-since-the-sample = 抽样之后方案文件有改动；用 minyi verify 查看差别。
report-finding-not-comparable-with-the-round-before = 与上一轮不可比：{ $reason }
decide-used-of-round = { $round }：{ $found }
error-quoted = `{ $value }`
error-semicolons = 分号
error-tabs = 制表符
error-bars = 竖线
error-commas = 逗号
error-full-width-commas = 全角逗号
hint-plan-is-toml = 方案是TOML格式的文本；`minyi new`可写出一份作为起点
hint-file-is-toml = 文件是TOML格式的文本：`键 = 值`，文字加引号，各部分写在方括号标题之下
