### Что читает тот, кто учится: первые минуты, курсы, уроки, тесты, результаты.

start-title = Добро пожаловать в Peerloom
start-what = Курсы от таких же людей, как вы, прямо в чате. Читайте по несколько минут в день, проверяйте себя тестами, зарабатывайте токены и держите серию вместе с группой.
start-language = Язык: { $language }
start-continue = Продолжить
start-change-language = Сменить язык
start-which-language = На каком языке вам удобнее читать?
start-zone = Который у вас час?
start-zone-why = Чтобы дни и напоминания шли по вашим часам.
start-zone-option = { $time } { $city }
start-another-city = Другой город
start-which-city = Какой из них?
start-visible = Показывать группе, что вы прошли тест?
start-visible-why = Группа увидит имя и что пройдено, но никогда не увидит ваши баллы и ответы. Изменить это можно в /settings.
start-visible-first-name = Да, как { $name }
start-visible-nickname = Да, под псевдонимом
start-visible-no = Нет, не показывать
start-interest = Чему бы вы хотели научиться?
start-interest-all = Показать всё

home-title = Здравствуйте, { $name }
home-continue = Продолжить: { $title }
home-courses = Курсы

courses-title = { $total ->
    [one] { $total } курс
    [few] { $total } курса
    [many] { $total } курсов
   *[other] { $total } курса
}
courses-none = Курсов пока нет. Вам есть чему научить других? Попробуйте /teach.
courses-all = Все курсы
course-lessons = { $lessons ->
    [one] { $lessons } урок
    [few] { $lessons } урока
    [many] { $lessons } уроков
   *[other] { $lessons } урока
}
course-free = бесплатно
course-price = { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}
course-start = Начать
course-continue = Продолжить
course-look-inside = Заглянуть внутрь
course-try = Прочитать первый урок
course-leave = Уйти с курса
course-leave-sure = Уйти с этого курса?
course-leave-kept = Прогресс и токены останутся. Вернуться можно в любой момент.
course-leave-yes = Да, уйти с курса
course-empty = В этом курсе пока нет уроков.
course-cohort = Вы учитесь вместе с группой «{ $cohort }».
course-progress = Пройдено уроков: { $done } из { $of }
course-completed = 🎓 Вы закончили курс. Отличная работа!
course-state-draft = черновик
course-state-published = опубликован
course-state-retired = закрыт
learn-which = Какой курс?
learn-unknown = Курса «{ $course }» нет. Вот что есть:

fact-lessons = Объём
fact-price = Цена
fact-challenges = Упражнения
fact-quizzes = Тесты
fact-learners = Учатся
fact-licence = Лицензия
fact-progress = Прогресс
fact-streak = Серия
fact-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}
fact-tokens = Токены
fact-earned = Заработано
fact-purchased = Куплено
fact-use-by = Срок
fact-state = Состояние

lesson-of = Урок { $number } из { $of }
lesson-minutes = { $minutes ->
    [1] около минуты
    [one] около { $minutes } минуты
    [few] около { $minutes } минут
    [many] около { $minutes } минут
   *[other] около { $minutes } минуты
}
lesson-read = Читать
lesson-jump = Перейти к уроку
lesson-which = Куда перейти?
lesson-pick = Выберите урок
lesson-where = Урок { $number } из { $of } · страница { $page } из { $pages }
lesson-mark-done = Отметить пройденным
lesson-next = Следующий урок
lesson-done-title = Урок пройден
page-on = Дальше
page-back = Назад
page-next = Ещё
page-previous = Предыдущие
page-of = Страница { $page } из { $of }
go-back = Назад

challenge-title = Задача { $number }: { $title }
challenge-show-solution = Показать решение
challenge-solution = Решение
challenge-no-solution = Решения здесь нет: доверьтесь собственной проверке.
challenge-yes = Всё верно
challenge-no = Пока нет
challenge-had-it = Отлично!
challenge-not-yet-kind = Так и учатся. Всё получится.

quiz-take = Пройти тест
quiz-about = { $items ->
    [one] { $items } вопрос
    [few] { $items } вопроса
    [many] { $items } вопросов
   *[other] { $items } вопроса
}. Чтобы пройти, нужно { $mark } %.
quiz-resumed = Вы уже ответили на { $answered } из { $of }: вот остальные.
quiz-renewed = Тест изменился с тех пор, как вы его начали, поэтому он начинается заново.
quiz-item = Вопрос { $number } из { $of }
quiz-item-above = Вопрос { $number } из { $of }: смотрите сообщение выше
quiz-several = Верных ответов может быть несколько.
quiz-send = Отправить
quiz-true = Верно
quiz-false = Неверно
quiz-right = ✓ Правильно.
quiz-wrong = ✗ Правильно так: { $right }.
quiz-pick-one = Сначала выберите хотя бы один ответ.
quiz-answered-already = На этот вопрос вы уже ответили.
quiz-over = Этот тест уже закончен, поэтому ответ не засчитан. Следующая попытка — в уроке.
quiz-not-finished = Этот тест ещё не закончен.
quiz-no-mistakes = Ошибок не было.
quiz-again = Попробовать ещё раз

result-score = { $earned } из { $of }
result-passed = тест пройден
result-not-passed = тест пока не пройден
result-mark = Чтобы пройти, нужно { $mark } %. Урок никуда не денется, и следующая попытка тоже.
result-tokens = { $tokens ->
    [one] +{ $tokens } токен
    [few] +{ $tokens } токена
    [many] +{ $tokens } токенов
   *[other] +{ $tokens } токена
}
result-bonus = (из них +{ $bonus } за всё без ошибок)
result-points = { $points ->
    [one] +{ $points } балл в рейтинге
    [few] +{ $points } балла в рейтинге
    [many] +{ $points } баллов в рейтинге
   *[other] +{ $points } балла в рейтинге
}
result-points-short = { $points ->
    [one] { $points } балл
    [few] { $points } балла
    [many] { $points } баллов
   *[other] { $points } балла
}
result-streak = Серия: день { $days }
result-freeze = Заморозка сохранила вашу серию: { $day }.
result-milestone = { $tokens ->
    [one] +{ $tokens } токен
    [few] +{ $tokens } токена
    [many] +{ $tokens } токенов
   *[other] +{ $tokens } токена
} за вашу серию!
result-see-mistakes = { $mistakes ->
    [1] Посмотреть мою ошибку
    [one] Посмотреть { $mistakes } ошибку
    [few] Посмотреть { $mistakes } ошибки
    [many] Посмотреть { $mistakes } ошибок
   *[other] Посмотреть { $mistakes } ошибки
}
result-wallet = Кошелёк
standing-first = Первое место на этой неделе: { result-points-short }
standing-behind = { $rank }-е место на этой неделе, { $behind ->
    [0] наравне с соседом выше
    [one] отставание — { $behind } балл
    [few] отставание — { $behind } балла
    [many] отставание — { $behind } баллов
   *[other] отставание — { $behind } балла
}

withheld-not_first_attempt = Токены дают за первую попытку; эта идёт в баллы и в вашу серию.
withheld-own_course = За собственный курс токенов не дают.
withheld-group_quiz = Групповые тесты приносят баллы, а не токены.
withheld-points_only = В этом сообществе только баллы: токенов здесь нет.
withheld-newcomer_cap = Новым участникам поначалу положено ограниченное число токенов. Пока вы копите баллы.
withheld-daily_cap = Вы заработали все токены, какие можно за день. Баллы идут дальше, а завтра новый день.
withheld-monthly_cap = Вы заработали все токены, какие можно за месяц. Баллы идут дальше.
withheld-fund_empty = Фонд наград сейчас пуст, поэтому на этот раз только баллы. Спасибо, что всё равно учитесь!
withheld-slice_empty = То, что фонд наград даёт за это в день, на сегодня исчерпано, поэтому на этот раз — очки. Завтра будет ещё.
withheld-held = Очки засчитаны. Токены сначала посмотрит кто-то из команды: так иногда бывает, и мы сообщим вам в любом случае.
withheld-declined = Команда посмотрела и решила за это не платить.

mistake-title = Ошибка { $number } из { $of }
mistake-chosen = Вы выбрали
mistake-right = Правильно
mistake-open-page = Открыть страницу { $page }

wallet-title = Кошелёк
wallet-empty = Здесь пока пусто. Первый пройденный тест принесёт токены.
wallet-earned = { $tokens ->
    [one] { $tokens } заработанный токен
    [few] { $tokens } заработанных токена
    [many] { $tokens } заработанных токенов
   *[other] { $tokens } заработанного токена
}
wallet-purchased = { $tokens ->
    [one] { $tokens } купленный токен
    [few] { $tokens } купленных токена
    [many] { $tokens } купленных токенов
   *[other] { $tokens } купленного токена
}
wallet-use-by = До { $day } используйте из заработанных токенов: { $tokens }.
wallet-waiting = Ещё не все заработанные токены можно использовать. Ждут дня после получения: { $tokens }, первые — до { $at }.
wallet-given = Из заработанных токенов { $tokens } — только для «{ $course }».
wallet-why = Почему?
wallet-statement = Выписка
why-title = Откуда берутся токены
why-quiz = Тест, пройденный с первой попытки: { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}, и ещё { $bonus }, если всё верно.
why-streak = Серии: { $seven ->
    [one] { $seven } токен
    [few] { $seven } токена
    [many] { $seven } токенов
   *[other] { $seven } токена
} за 7 дней подряд, { $thirty } за 30, { $hundred } за 100.
why-caps = Не больше { $day ->
    [one] { $day } токена
    [few] { $day } токенов
    [many] { $day } токенов
   *[other] { $day } токена
} в день и { $month } в месяц.
why-newcomer = Новый участник зарабатывает до { $tokens ->
    [one] { $tokens } токена
    [few] { $tokens } токенов
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} за { $days ->
    [one] первый { $days } день
    [few] первые { $days } дня
    [many] первые { $days } дней
   *[other] первые { $days } дня
}, а сверх того копит баллы.
why-expiry = Заработанные токены можно тратить { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}. Они приходят из фонда наград этого сообщества.
statement-title = Выписка
statement-earlier = Раньше
statement-newest = Новые
line-reward-granted-quiz = Тест пройден
line-reward-granted-streak = Серия продолжается
line-reward-expired = Не использовано вовремя
line-other = Запись
line-balance = (остаток: { $tokens } { $bucket ->
    [earned] заработанных
   *[purchased] купленных
})
line-class = ({ $bucket ->
    [earned] заработанные
   *[purchased] купленные
})

board-day = Сегодня
board-week = На этой неделе
board-all = За всё время
board-tab-day = Сегодня
board-tab-week = Неделя
board-tab-all = Всё время
board-you = Вы
board-member = Участник
board-empty = Баллов пока нет ни у кого. Начните первыми!
board-unranked = Здесь у вас пока нет баллов: урок или тест приведёт вас в рейтинг.
board-behind = { $behind ->
    [0] Вы делите место с соседом выше.
    [one] До следующего места { $behind } балл.
    [few] До следующего места { $behind } балла.
    [many] До следующего места { $behind } баллов.
   *[other] До следующего места { $behind } балла.
}
board-here = Участники этой группы

nudge-title = День { $day }
nudge-what = Несколько минут сегодня, и ваша серия продолжится.
nudge-practise = Заниматься
nudge-later = Позже
nudge-fewer = Реже
nudge-at = Хорошо, напомню снова: { $at }.
nudge-now-fewer = Буду писать не чаще раза в три дня.
nudge-now-off = Больше не буду напоминать. Включить снова можно в /settings.
nudge-now-normal = Буду напоминать не чаще раза в день.
nudge-go-title = Поехали
nudge-go = Вы остановились здесь.
nudge-nothing = Сейчас вы не проходите ни одного курса. /courses покажет, что есть.

expiry-title = Используйте { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} до { $day }
expiry-what = Заработанные токены действуют полгода. Неиспользованные возвращаются в фонд, из которого платят следующие награды. Ими можно оплатить часть курса или ваучер в /redeem.
