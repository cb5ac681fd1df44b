"""The words of two versions of one entry, side by side."""

ENGLISH = {
    "conflict": "Two versions",
    "conflict_why": "{by} saved this entry at {at}, after you had opened it. Choose for each field, or take "
    "one side whole. What you typed stays kept until you save; their version stays in the history.",
    "conflict_theirs": "Saved by {by}",
    "conflict_mine": "What you typed",
    "conflict_take_theirs": "Take this",
    "conflict_take_mine": "Take mine",
    "conflict_empty": "nothing",
    "conflict_markup": "The words are the same; the formatting is another.",
    "conflict_save": "Save what I chose",
    "conflict_look": "Show it in the form first",
    "conflict_all_mine": "Take all of mine",
    "conflict_all_theirs": "Take all of theirs",
}

RUSSIAN = {
    "conflict": "Две версии",
    "conflict_why": "{by}: запись сохранена {at}, после того как вы её открыли. Выберите для каждого поля "
    "или возьмите одну сторону целиком. Набранное вами хранится до сохранения, та версия — в истории.",
    "conflict_theirs": "Сохранено: {by}",
    "conflict_mine": "Набрано вами",
    "conflict_take_theirs": "Взять это",
    "conflict_take_mine": "Взять моё",
    "conflict_empty": "пусто",
    "conflict_markup": "Слова те же, другое оформление.",
    "conflict_save": "Сохранить выбранное",
    "conflict_look": "Сначала показать в форме",
    "conflict_all_mine": "Взять всё моё",
    "conflict_all_theirs": "Взять всё у них",
}
