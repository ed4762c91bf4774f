"""The picture of a cell as data: which parts it has, which wires join them, and how they are put on paper.

`parts` says what a picture consists of; `rnn`, `lstm` and `gru` hold one table each and `drawings` collects
them; `layout` gives parts their places and `routes` wires their ways; `flow` says what is lit at a stage;
`readings` fetches the numbers; `words` and `tips` have the sentences; `strokes`, `marks` and `labels` paint
on a `sheet`; `pointing` finds what lies under the mouse. `gui.panels.cell_diagram` puts it together.

The backward pass is the same picture turned around by `backward`; `gradients` fetches its numbers, and
`gradient_words`, `gradient_tips` and `gradient_marks` have its sentences, its scales and its legend.
"""
