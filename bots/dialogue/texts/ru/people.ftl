### Настройки, помощь, формы, кнопки и то, что не получилось.

settings-title = Настройки
settings-language = Язык
settings-zone = Часовой пояс
settings-visible = Моя группа видит
settings-visible-none = ничего
settings-visible-first_name = моё имя
settings-reminders = Напоминания
settings-reminders-what = Не больше одной тихой строки в день, в ваши часы, и пауза после пяти без ответа.
settings-nudge-normal = каждый день
settings-nudge-fewer = раз в три дня
settings-nudge-off = никогда
settings-hours = Часы
settings-window = с { $start }:00 до { $end }:00
settings-weekends-on = И по выходным
settings-weekends-off = Не по выходным
settings-not-set = не указан
settings-saved = Сохранено.
settings-export = Мои данные
settings-export-what = Всё, что о вас хранится, в одном файле.
settings-erase = Стереть мои данные
settings-erase-sure = Стереть всё о вас?
settings-erase-what = Ваше имя, аккаунты, ответы и прогресс будут стёрты навсегда. Заработанные токены вернутся в фонд наград. Отменить это нельзя.
settings-erase-yes = Да, стереть
settings-erased = Всё о вас стёрто. Если снова напишете, начнёте с чистого листа.

help-title = Что здесь можно делать
help-intro = Нажмите кнопку или введите одну из команд:
help-unknown = Команды /{ $typed } здесь нет. /help покажет, что есть.
help-did-you-mean = Команды /{ $typed } здесь нет. Может быть, /{ $near }?
help-not-understood = Я понимаю кнопки и команды, поэтому эта строка никуда не попала. /help покажет всё, что есть.

command-start = Начать или вернуться туда, где вы были
command-courses = Найти курс
command-learn = Читать дальше с того же места
command-wallet = Ваши токены и откуда они
command-statement = Каждая строка кошелька, также в CSV или PDF
command-proposals = Что ждёт двух администраторов
command-books = Сходятся ли книги?
command-leaderboard = Кто учился больше всех
command-settings = Язык, напоминания, что видят другие
command-help = Что здесь можно делать
command-teach = Учить тому, что вы знаете
command-course-import = Загрузить курс zip-файлом
command-applications = Кто хочет преподавать
command-claim = Стать администратором по коду из консоли
command-setup = Рассказывать здесь новости потока
option-learn-course = Какой курс
option-leaderboard-board = Сегодня, на этой неделе или за всё время
choice-leaderboard-board-day = Сегодня
choice-leaderboard-board-week = На этой неделе
choice-leaderboard-board-all = За всё время
option-course-import-file = Курс zip-файлом
option-claim-code = Код, который напечатала консоль

form-city-title = Ваш город
form-city-city = В каком городе или рядом с каким вы?
form-city-hint = Подойдёт крупный город в вашем часовом поясе.
form-city-unknown = Я не знаю такого города. Попробуйте самый крупный в вашем часовом поясе или его название по-английски.
form-nickname-title = Ваш псевдоним
form-nickname-nickname = Как вас называть в группе?
form-nickname-hint = От 2 до 32 символов.
form-quiz-title = Тест
form-teach-title = Преподавать в Peerloom
form-teach-topic = Чему бы вы хотели учить?
form-teach-topic-hint = Несколько слов: «Python для начинающих», «Хлеб на закваске».
form-teach-experience = Откуда вы это знаете?
form-teach-experience-hint = Учёба, работа или годы практики. Два-три предложения.
form-teach-sample = Есть что посмотреть?
form-teach-sample-hint = Ссылка или название. Можно пропустить.
form-import-title = Загрузить курс
form-import-file = Пришлите курс zip-файлом
form-import-hint = Папка с course.toml и уроками в Markdown или урок Carpentries. Не больше 20 МБ.
form-note-title = Несколько слов человеку
form-note-note = Что нужно передать?
form-note-hint = Человек прочтёт именно это.
form-so-far = Пока так: { $value }
form-done = Готово
form-back = Назад
form-skip = Пропустить
form-cancel = Отмена
form-step = { $step } из { $of }
form-cancelled = Отменено. Ничего не отправлено.
form-needed = Здесь нужен ответ.
form-too-long = Здесь { $length ->
    [one] { $length } символ
    [few] { $length } символа
    [many] { $length } символов
   *[other] { $length } символа
}, а помещается { $most }. Сократите, пожалуйста.
form-too-short = Не меньше { $least ->
    [one] { $least } символа
    [few] { $least } символов
    [many] { $least } символов
   *[other] { $least } символа
}, пожалуйста.
form-wants-text = Напишите, пожалуйста, ответ.
form-wants-file = Пришлите, пожалуйста, файл: нажмите на скрепку.
form-wants-choice = Нажмите, пожалуйста, одну из кнопок.
form-gone = Эта форма уже отправлена или отменена.
form-moved-on = Форма уже ушла вперёд: смотрите последний вопрос.
form-correct = Исправить
form-continue = Продолжить
form-anew = Начать заново
form-more = Сохранено. Осталось ещё несколько вопросов.
form-old = Вы не закончили эту форму ({ $since }). Написанное сохранено.

button-of-another = Это чужая кнопка. Свои вызовите командой; /help покажет какой.
button-of-former-version = Эта кнопка из прежней версии. Откройте снова командой; /help покажет какой.
fault = Что-то сломалось на нашей стороне, ваше ничего не пропало. Попробуйте ещё раз; если не поможет, назовите администратору код { $reference }.
