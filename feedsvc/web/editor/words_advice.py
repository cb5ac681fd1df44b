"""What the newsroom says of an entry that readers will dislike, and of the countries in its text."""

ENGLISH = {
    "advice_no_text": "There is no text, no summary and no link: readers get a title and nothing behind it.",
    "advice_long_title": (
        "The title has {value} characters. Search engines show about 60, mail and lists about 110."
    ),
    "advice_shouted_title": "The title is all in capitals: it is hard to read, and mail filters distrust it.",
    "advice_other_script": (
        "The title and summary do not look like {value}. Readers who chose a language get the wrong feed."
    ),
    "advice_no_summary": "There is no summary: lists and search engines cut the first words out of the text.",
    "advice_summary_is_title": "The summary says the title again: readers see the same line twice.",
    "advice_no_country": "No country was found in the text: the entry stands in no country's feed.",
    "advice_no_alt": "It is not said what the picture shows: who cannot see it does not learn it.",
    "advice_no_credit": "The picture has no credit: partners who reprint it cannot say whose it is.",
    "advice_small_picture": (
        "The picture is {value} pixels wide. Social networks want 1,200, and below 600 show a stamp or"
        " nothing."
    ),
    "advice_insecure": "An address begins with http: {value}. Browsers warn of it, and readers leave it out.",
    "advice_date_ahead": (
        "The date lies ahead: readers sort the entry above everything else, or hide it. Schedule it for that"
        " minute, or leave the date out."
    ),
    "advice_short_no_text": "nothing behind the title",
    "advice_short_long_title": "long title",
    "advice_short_shouted_title": "title in capitals",
    "advice_short_other_script": "another language than it says",
    "advice_short_no_summary": "no summary",
    "advice_short_summary_is_title": "summary repeats the title",
    "advice_short_no_country": "no country",
    "advice_short_no_alt": "picture not described",
    "advice_short_no_credit": "no credit",
    "advice_short_small_picture": "small picture",
    "advice_short_insecure": "http address",
    "advice_short_date_ahead": "date ahead",
    "advice_to_title": "Title",
    "advice_to_summary": "Summary",
    "advice_to_body": "Text",
    "advice_to_language": "Language",
    "advice_to_countries": "Countries",
    "advice_to_topics": "Topics",
    "advice_to_office": "Office",
    "advice_to_kind": "Kind",
    "advice_to_place": "Place",
    "advice_to_link": "Link",
    "advice_to_image_url": "Picture",
    "advice_to_image_alt": "What the picture shows",
    "advice_to_image_credit": "Credit",
    "advice_to_enclosure_url": "Files",
    "advice_to_author_name": "Authors",
    "advice_to_published": "Date",
    "advice_to_release": "When to publish",
    "mend_https": "Use https",
    "mend_office_countries": "Take the office's countries",
    "mend_summary": "Take the first sentences",
    "mend_language": "Set the language to {value}",
    "mended": "Done. Look whether it is right.",
    "suggested_by_title": "“{word}” in the title",
    "suggested_by_summary": "“{word}” in the summary",
    "suggested_by_place": "“{word}” as the place",
    "suggestion_taken": "taken",
    "suggestion_take": "Take",
    "suggestion_none": "No country is named in the title, the summary or the place.",
}
RUSSIAN = {
    "advice_no_text": "Нет ни текста, ни анонса, ни ссылки: за заголовком ничего нет.",
    "advice_long_title": (
        "Знаков в заголовке: {value}. Поисковики показывают около 60, почта и списки — около 110."
    ),
    "advice_shouted_title": (
        "Заголовок набран прописными буквами: его трудно читать, и почтовые фильтры ему не доверяют."
    ),
    "advice_other_script": (
        "Заголовок и анонс написаны, похоже, на другом языке (указан: {value}). Подписчики одного языка"
        " получат чужую новость."
    ),
    "advice_no_summary": "Нет анонса: списки и поисковики сами вырежут начало текста.",
    "advice_summary_is_title": "Анонс повторяет заголовок: читатель увидит одну и ту же строку дважды.",
    "advice_no_country": "В тексте не нашлось ни одной страны: новость не попадёт в ленты стран.",
    "advice_no_alt": "У изображения нет описания: кто его не видит, не узнает, что на нём.",
    "advice_no_credit": "Не указан автор изображения: партнёры не смогут назвать его при перепечатке.",
    "advice_small_picture": (
        "Ширина изображения в пикселах: {value}. Соцсетям нужно 1200, а меньше 600 они показывают значком"
        " или не показывают вовсе."
    ),
    "advice_insecure": (
        "Адрес начинается с http: {value}. Браузеры о нём предупреждают, а программы чтения его пропускают."
    ),
    "advice_date_ahead": (
        "Дата ещё не наступила: программы поставят новость выше всех или скроют её. Запланируйте публикацию"
        " на эту минуту или уберите дату."
    ),
    "advice_short_no_text": "за заголовком ничего нет",
    "advice_short_long_title": "длинный заголовок",
    "advice_short_shouted_title": "заголовок прописными",
    "advice_short_other_script": "язык указан другой",
    "advice_short_no_summary": "нет анонса",
    "advice_short_summary_is_title": "анонс повторяет заголовок",
    "advice_short_no_country": "нет страны",
    "advice_short_no_alt": "нет описания изображения",
    "advice_short_no_credit": "нет автора изображения",
    "advice_short_small_picture": "мелкое изображение",
    "advice_short_insecure": "адрес с http",
    "advice_short_date_ahead": "дата впереди",
    "advice_to_title": "Заголовок",
    "advice_to_summary": "Анонс",
    "advice_to_body": "Текст",
    "advice_to_language": "Язык",
    "advice_to_countries": "Страны",
    "advice_to_topics": "Темы",
    "advice_to_office": "Бюро",
    "advice_to_kind": "Вид",
    "advice_to_place": "Место",
    "advice_to_link": "Ссылка",
    "advice_to_image_url": "Изображение",
    "advice_to_image_alt": "Что на ней видно",
    "advice_to_image_credit": "Автор изображения",
    "advice_to_enclosure_url": "Файлы",
    "advice_to_author_name": "Авторы",
    "advice_to_published": "Дата",
    "advice_to_release": "Когда опубликовать",
    "mend_https": "Заменить на https",
    "mend_office_countries": "Взять страны бюро",
    "mend_summary": "Взять первые предложения",
    "mend_language": "Поставить язык: {value}",
    "mended": "Готово. Проверьте, верно ли получилось.",
    "suggested_by_title": "«{word}» в заголовке",
    "suggested_by_summary": "«{word}» в анонсе",
    "suggested_by_place": "«{word}» в поле «место»",
    "suggestion_taken": "взята",
    "suggestion_take": "Взять",
    "suggestion_none": "Ни в заголовке, ни в анонсе, ни в поле «место» страны не названы.",
}
