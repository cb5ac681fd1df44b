"""The words of previews."""

ENGLISH = {
    "preview_heading": "Preview",
    "preview_untitled": "Without a title",
    "preview_back": "Back to the form",
    "preview_problems": "It cannot be published yet",
    "preview_advice": "What readers will dislike",
    "preview_fine": "Nothing here that readers will dislike.",
    "preview_reader": "Reader",
    "preview_mail": "Digest mail",
    "preview_embed": "Partner's site",
    "preview_page": "Our site",
    "preview_cards": "Search and social",
    "preview_about_reader": (
        "The office's feed as it would be sent, shown as a program for reading feeds shows it."
    ),
    "preview_about_mail": (
        "The mail of the office's weekly digest in this language, as if the week ended with this entry."
    ),
    "preview_about_embed": (
        "The element that partners put into their pages, with the office's newest entries; it takes the type"
        " of the page around it."
    ),
    "preview_about_page": "The page of the entry, as a visitor gets it.",
    "preview_about_cards": (
        "Roughly what people see of a link to the page. Each service cuts in its own way, and changes it"
        " without notice: the lengths here are what they show at least."
    ),
    "preview_formats": "Format",
    "preview_widths": "Width",
    "preview_phone": "Phone",
    "preview_desk": "Desk",
    "preview_source": "The feed's source",
    "preview_alone": "All of it on a page of its own (new window)",
    "preview_source_of": "The entry in {format}",
    "preview_in_list": "In the list",
    "preview_opened": "Opened",
    "preview_this": "this entry",
    "preview_from": "From",
    "preview_subject": "Subject",
    "preview_plain": "The plain text of the mail",
    "preview_card_search": "Search engine",
    "preview_card_social": "Social network",
    "preview_card_chat": "Messenger",
    "preview_cut": "cut here",
}
RUSSIAN = {
    "preview_heading": "Предпросмотр",
    "preview_untitled": "Без заголовка",
    "preview_back": "Вернуться к форме",
    "preview_problems": "Пока опубликовать нельзя",
    "preview_advice": "Что не понравится читателям",
    "preview_fine": "Ничего, что не понравилось бы читателям.",
    "preview_reader": "Программа чтения",
    "preview_mail": "Дайджест",
    "preview_embed": "Сайт партнёра",
    "preview_page": "Наш сайт",
    "preview_cards": "Поиск и соцсети",
    "preview_about_reader": (
        "Лента бюро, какой её отдаст сайт, в том виде, в каком её показывает программа чтения."
    ),
    "preview_about_mail": (
        "Письмо с недельным дайджестом бюро на этом языке, как если бы неделя кончилась этой новостью."
    ),
    "preview_about_embed": (
        "Элемент, который партнёры ставят на свои страницы, с последними новостями бюро; шрифт он берёт у"
        " страницы."
    ),
    "preview_about_page": "Страница новости, какой её увидит посетитель.",
    "preview_about_cards": (
        "Примерно то, что люди увидят по ссылке на страницу. Каждый сервис режет по-своему и меняет это без"
        " предупреждения: здесь — то, что они показывают как минимум."
    ),
    "preview_formats": "Формат",
    "preview_widths": "Ширина",
    "preview_phone": "Телефон",
    "preview_desk": "Компьютер",
    "preview_source": "Исходный код в ленте",
    "preview_alone": "Целиком на отдельной странице (новое окно)",
    "preview_source_of": "Новость в {format}",
    "preview_in_list": "В списке",
    "preview_opened": "Открытая новость",
    "preview_this": "эта новость",
    "preview_from": "От кого",
    "preview_subject": "Тема",
    "preview_plain": "Письмо простым текстом",
    "preview_card_search": "Поисковик",
    "preview_card_social": "Соцсеть",
    "preview_card_chat": "Мессенджер",
    "preview_cut": "обрезано",
}
