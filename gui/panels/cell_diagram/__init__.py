"""The picture of a cell: which parts it has, which wires join them, and how they are put on paper.

`parts` says what a picture consists of; `rnn`, `lstm` and `gru` hold one table each and `drawings` collects
them; `layout` gives parts their places and `routes` wires their ways; `flow` says what is lit at a stage;
`numbers` fetches the numbers; `tips` has the sentences; `strokes`, `marks` and `labels` paint
on a `sheet`; `pointing` finds what lies under the mouse. `panel` puts it together.

The backward pass is the same picture turned around by `backward`; `gradient_numbers` fetches its numbers,
and `gradient_tips` and `gradient_marks` have its sentences, its scales and its legend.
"""
