### Что читают преподаватели, администраторы и группы.

teach-sent-title = Спасибо!
teach-sent = Администратор посмотрит заявку, и мы напишем вам сюда.
application-title = { $name } хочет преподавать
application-approve = Одобрить
application-ask = Спросить
application-decline = Отклонить
application-approved = Одобрено: теперь этот человек может загружать курсы.
application-asked = Ваш вопрос отправлен.
application-declined = Отклонено, ваши слова отправлены.
applications-none = Никто не ждёт.
applied-title = Ваша заявка на преподавание
applied-approved = Вы теперь преподаватель! Загрузите первый курс командой /course import.
applied-asked = У администратора вопрос:
applied-declined = Не в этот раз. Администратор пишет:
applied-answer = Ответить

desk-title = Ваши курсы
desk-empty = У вас пока нет курсов. Чтобы начать, пришлите мне zip-файл.
desk-course = { $state } · { $lessons ->
    [one] { $lessons } урок
    [few] { $lessons } урока
    [many] { $lessons } уроков
   *[other] { $lessons } урока
} · учатся: { $active }, закончили: { $completed }
desk-import = Загрузить курс
desk-publish = Опубликовать
desk-unpublish = Снять с публикации
desk-unpublished = Это снова черновик. Те, кто уже учится, могут продолжать.
desk-link = Ссылка и QR-код
desk-course-open = Управление курсом
published-title = Опубликовано: { $course }
published-what = Раздайте эту ссылку, она открывает курс в Telegram:
published-qr = QR-код ссылки на курс
published-discord = В Discord: /learn course:{ $slug }

import-educators-only = Курсы загружают преподаватели. Стать преподавателем можно через /teach.
import-too-large = Файл занимает { $size } МБ, а прочитать можно { $most } МБ. Уменьшите картинки или воспользуйтесь консолью: peerloom course import ПАПКА
import-not-zip = «{ $file }» — не zip-архив. Упакуйте папку курса в .zip и пришлите её.
import-counts = { $lessons ->
    [one] { $lessons } урок
    [few] { $lessons } урока
    [many] { $lessons } уроков
   *[other] { $lessons } урока
}, { $challenges ->
    [one] { $challenges } упражнение
    [few] { $challenges } упражнения
    [many] { $challenges } упражнений
   *[other] { $challenges } упражнения
}, { $quizzes ->
    [one] { $quizzes } тест
    [few] { $quizzes } теста
    [many] { $quizzes } тестов
   *[other] { $quizzes } теста
}
import-again = изменено: { $changed }, без изменений: { $same }, новых: { $added }, убрано: { $removed }; { $learners ->
    [one] прогресс { $learners } учащегося сохранён
    [few] прогресс { $learners } учащихся сохранён
    [many] прогресс { $learners } учащихся сохранён
   *[other] прогресс { $learners } учащегося сохранён
}
import-pictures-missing = { $pictures ->
    [one] Нет { $pictures } картинки, вместо неё текст
    [few] Нет { $pictures } картинок, вместо них текст
    [many] Нет { $pictures } картинок, вместо них текст
   *[other] Нет { $pictures } картинки, вместо них текст
}
import-suggestions = { $exercises ->
    [one] { $exercises } упражнение похоже на выбор из вариантов
    [few] { $exercises } упражнения похожи на выбор из вариантов
    [many] { $exercises } упражнений похожи на выбор из вариантов
   *[other] { $exercises } упражнения похожи на выбор из вариантов
}
import-more-notes = { $notes ->
    [one] и ещё { $notes } замечание
    [few] и ещё { $notes } замечания
    [many] и ещё { $notes } замечаний
   *[other] и ещё { $notes } замечания
}

claim-how = Введите /claim и код, который напечатал `peerloom serve`.
claim-wrong = Этот код не подходит. { $tries ->
    [0] Попыток пока не осталось: подождите час.
    [one] Осталась { $tries } попытка.
    [few] Осталось { $tries } попытки.
    [many] Осталось { $tries } попыток.
   *[other] Осталось { $tries } попытки.
}
claim-done-title = Вы администратор
claim-done = /applications покажет, кто хочет преподавать; /setup в группе или канале включит там новости потока.
claim-told = По коду из консоли появился новый администратор.

setup-title = Новости потока здесь
setup-where = /setup вводят в той группе, теме или канале, где нужны новости. Введите её там.
setup-who = Настроить место могут администраторы и преподаватели этого сообщества. Стать преподавателем можно через /teach.
setup-manage = Нужно ещё и право управлять этим местом. Попросите того, у кого оно есть.
setup-missing-title = Здесь не хватает прав
setup-missing = Я смогу больше, если мне разрешат:
setup-look-again = Проверить снова
setup-go-on = Продолжить без них
setup-linked = Здесь рассказывают новости «{ $cohort }».
setup-unlink = Прекратить новости здесь
setup-no-course = Опубликованных курсов пока нет. Опубликуйте хотя бы один и возвращайтесь.
setup-which-course = Новости какого курса рассказывать здесь?
setup-done-title = Готово
setup-done = Здесь будут радоваться пройденным тестам и сериям «{ $cohort }» — тех участников, кто согласен, а каждый понедельник будет рейтинг недели.
setup-unlinked = Новостей здесь больше не будет. Выученное остаётся.
right-view_channel = видеть этот канал: чтобы вообще его найти
right-send_messages = отправлять сообщения: чтобы рассказывать новости
right-embed_links = встраивать ссылки: чтобы показывать новости карточками
right-attach_files = прикреплять файлы: чтобы присылать рейтинг недели картинкой
right-read_message_history = читать историю: чтобы править свои сообщения
right-send_photos = отправлять фото: чтобы присылать рейтинг недели картинкой
right-post_in_topic = писать в этой теме: чтобы рассказывать новости здесь
right-member = состоять здесь: чтобы вообще рассказывать новости

told-quiz-passed = — пройден тест урока «{ $lesson }»
told-course-completed = — окончен курс «{ $course }»
told-milestone = учится { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
} подряд
weekly-title = Неделя: { $cohort }
weekly-period = { $first } — { $last }
weekly-alt = Рейтинг «{ $cohort }»; всё то же словами в сообщении
place-hello = Здравствуйте! Я рассказываю новости потока там, где просят: администратор вводит /setup.
place-lost-title = Мне больше не написать сюда: { $place }
place-lost = { $waiting ->
    [0] Пока ничего не ждёт, а новое сохранится.
    [one] { $waiting } сообщение ждёт.
    [few] { $waiting } сообщения ждут.
    [many] { $waiting } сообщений ждут.
   *[other] { $waiting } сообщения ждут.
} Мне нужно:
place-lost-mend = Верните право или добавьте меня снова, и всё отправится само.
place-mended = { $released ->
    [0] Я снова могу туда писать.
    [one] Я снова могу туда писать: { $released } сообщение из очереди отправляется.
    [few] Я снова могу туда писать: { $released } сообщения из очереди отправляются.
    [many] Я снова могу туда писать: { $released } сообщений из очереди отправляются.
   *[other] Я снова могу туда писать: { $released } сообщения из очереди отправляются.
}

form-teach-answer = Ответ на вопрос
form-answer-title = Вопрос о вашей заявке
form-answer-answer = Ваш ответ
applied-is-waiting = Ваш ответ уже у администратора. Мы напишем вам сюда.
applied-is-approved = Ваша заявка уже одобрена. /teach откроет ваш стол.
applied-is-declined = По вашей заявке уже принято решение.
setup-again = Когда у меня будет право, напишите /setup здесь ещё раз.
weekly-and-more = { $members ->
    [one] и ещё { $members } участник
    [few] и ещё { $members } участника
    [many] и ещё { $members } участников
   *[other] и ещё { $members } участника
}
