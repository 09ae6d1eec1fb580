### Что загрузка замечает о файле; консоль печатает те же коды по-английски.

note-courses-not_utf8 = не UTF-8: байт { $found } на позиции { $offset }; сохраните файл в UTF-8 и загрузите снова
note-courses-lesson_too_long = занимает { $size_bytes ->
    [one] { $size_bytes } байт
    [few] { $size_bytes } байта
    [many] { $size_bytes } байт
   *[other] { $size_bytes } байта
}, а урок может { $limit_bytes }: разделите его на несколько
note-courses-file_too_long = занимает { $size_bytes ->
    [one] { $size_bytes } байт
    [few] { $size_bytes } байта
    [many] { $size_bytes } байт
   *[other] { $size_bytes } байта
}, читается не больше { $limit_bytes }
note-courses-link_escapes = ссылка ведёт за пределы папки курса; пропущена
note-courses-not_a_file = это ссылка, устройство или канал, а не обычный файл; пропущено
note-courses-too_many_files = больше { $limit ->
    [one] { $limit } файла
    [few] { $limit } файлов
    [many] { $limit } файлов
   *[other] { $limit } файла
}; остальные пропущены
note-courses-unreadable_file = не удалось прочитать: { $reason }
note-courses-toml_broken = неверный TOML: { $found }
note-courses-yaml_broken = неверный YAML: { $found }
note-courses-front_matter_broken = неверный заголовок файла: { $found }; ожидалось { $expected }
note-courses-setting_wrong = настройка «{ $name }»: здесь { $found }, ожидалось { $expected }
note-courses-setting_unknown = настройка «{ $name }» неизвестна; пропущена
note-courses-title_missing = нет заголовка; взято «{ $title }»
note-courses-lesson_empty = нет текста; пропущено
note-courses-lesson_missing = указан в { $named_in }, но его нет
note-courses-lesson_unlisted = не указан в { $named_in }; пропущен
note-courses-lesson_format = не Markdown; пропущен
note-courses-key_repeated = ключ «{ $key }» есть и в { $other }; пропущен
note-courses-module_missing = папки модуля «{ $name }» нет
note-courses-quiz_without_lesson = урока «{ $name }» нет; тест пропущен
note-courses-quiz_empty = нет вопроса, который можно задать; тест пропущен
note-courses-quiz_repeated = у урока уже есть тест из { $other }; пропущен
note-courses-picture_missing = картинки { $path } нет, вместо неё текст
note-courses-picture_remote = картинка { $path } в интернете и не скачивается, вместо неё текст
note-courses-picture_broken = картинку { $path } не удаётся прочитать ({ $reason }), вместо неё текст
note-courses-picture_as_file = картинка { $path } показана файлом: чаты не умеют показывать её формат
note-courses-media_missing = нет { $kind ->
    [image] картинки
    [video] видео
    [audio] аудио
   *[other] файла
} { $path }, вместо этого текст
note-courses-media_remote = { $kind ->
    [image] картинка
    [video] видео
    [audio] аудио
   *[other] файл
} { $path } в интернете, показано ссылкой
note-courses-media_too_big = { $path } занимает { $size_bytes ->
    [one] { $size_bytes } байт
    [few] { $size_bytes } байта
    [many] { $size_bytes } байт
   *[other] { $size_bytes } байта
}, отправить можно не больше { $limit_bytes }; вместо этого текст
note-courses-media_outside = { $path } лежит вне папки курса, вместо этого текст
note-courses-link_relative = ссылка на { $target } ведёт на страницы самого источника, оставлен текст
note-courses-link_dropped = ссылка на { $target } — не https, не http и не mailto, оставлен текст
note-courses-html_dropped = <{ $tag }> убран
note-courses-html_reduced = от <{ $tag }> оставлен текст
note-courses-block_unclosed = блок «{ $name }» открыт здесь и нигде не закрыт
note-courses-block_unopened = закрывает блок, который не был открыт
note-courses-block_unknown = блок «{ $name }» неизвестен; его содержимое оставлено
note-courses-instructor_left_out = заметки для преподавателей пропущены
note-courses-looks_like_choice = упражнение «{ $title }» похоже на выбор из вариантов
note-gift-category_empty = после $CATEGORY нет имени, ожидалось $CATEGORY: имя
note-gift-title_unclosed = заголовок не заканчивается, после него ожидалось ::
note-gift-answers_unclosed = после открытых здесь ответов стоит { $found }, ожидалось { "}" }
note-gift-answers_unopened = { "}" } без ответов, ожидалось { "{" } перед ней или \{ "}" } в тексте
note-gift-brace_in_answers = { "{" } внутри ответов, ожидалось \{ "{" } или { "}" }
note-gift-answers_twice = вторая { "{" }, ожидалась одна группа ответов на вопрос
note-gift-answers_unknown = стоит { $found }, ожидалось = или ~ перед каждым вариантом, TRUE, FALSE или ничего
note-gift-before_first_option = перед первым вариантом стоит { $found }, ожидалось = или ~
note-gift-stem_missing = перед ответами нет вопроса, ожидался текст
note-gift-option_empty = пустой вариант, после = или ~ ожидался текст
note-gift-option_single = один вариант, ожидалось два или больше
note-gift-option_right_missing = нет верного варианта, ожидался один с = или положительным весом
note-gift-options_too_many = { $found ->
    [one] { $found } вариант
    [few] { $found } варианта
    [many] { $found } вариантов
   *[other] { $found } варианта
}, ожидалось не больше { $limit }
note-gift-option_repeated = вариант { $option } встречается дважды
note-gift-weight_wrong = вес { $found }, ожидалось число от -100 до 100
note-gift-weights_sum = верные варианты вместе весят { $found } %, ожидалось 100 %
note-gift-partial_credit = вариант { $option } стоит только { $found } %; при одиночном выборе балл даётся лишь за полный ответ
note-gift-several_right = { $found ->
    [one] { $found } вариант верен
    [few] { $found } варианта верны
    [many] { $found } вариантов верны
   *[other] { $found } варианта верны
} ({ $options }); засчитывается любой. Задайте веса (~%50%…), если нужно выбрать все
note-gift-kind_not_asked = { $kind } остаётся в файле, но пока не задаётся
note-gift-blank_line = пустая строка внутри ответов: другие программы заканчивают здесь вопрос
note-limits-option_button = в варианте { $option } { $found ->
    [one] { $found } символ
    [few] { $found } символа
    [many] { $found } символов
   *[other] { $found } символа
}, на кнопку { $platform } помещается { $limit }: варианты будут буквами (A, B, C…), а полный текст — в сообщении
note-limits-option_poll = в варианте { $option } { $found ->
    [one] { $found } символ
    [few] { $found } символа
    [many] { $found } символов
   *[other] { $found } символа
}, в опрос { $platform } помещается { $limit }: варианты будут буквами (A, B, C…), а полный текст — в сообщении
note-limits-question_poll = в вопросе { $found ->
    [one] { $found } символ
    [few] { $found } символа
    [many] { $found } символов
   *[other] { $found } символа
}, в опрос { $platform } помещается { $limit }: вопрос придёт сообщением над опросом
note-limits-explanation_poll = в пояснении { $found ->
    [one] { $found } символ
    [few] { $found } символа
    [many] { $found } символов
   *[other] { $found } символа
}, в опрос { $platform } помещается { $limit }: пояснение придёт сообщением после ответа
note-limits-options_poll = { $found ->
    [one] { $found } вариант
    [few] { $found } варианта
    [many] { $found } вариантов
   *[other] { $found } варианта
}, в опрос { $platform } помещается { $limit }: спросим кнопками
note-limits-options_group = { $found ->
    [one] { $found } вариант
    [few] { $found } варианта
    [many] { $found } вариантов
   *[other] { $found } варианта
}, в группу переключателей { $platform } помещается { $limit }: спросим кнопками
