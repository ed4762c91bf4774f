"""All tasks by name. A new task is one file and one row here."""

from engine.training.tasks.memory_en import MEMORY_EN
from engine.training.tasks.memory_zh import MEMORY_ZH
from engine.training.tasks.reviews_en import REVIEWS_EN, REVIEWS_EN_DEFAULT
from engine.training.tasks.reviews_zh import REVIEWS_ZH, REVIEWS_ZH_DEFAULT
from engine.training.tasks.task import Task

TASKS: dict[str, Task] = {
    task.name: task
    for task in (REVIEWS_EN, REVIEWS_ZH, MEMORY_EN, MEMORY_ZH, REVIEWS_EN_DEFAULT, REVIEWS_ZH_DEFAULT)
}
