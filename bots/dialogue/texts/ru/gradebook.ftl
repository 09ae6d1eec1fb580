### Что преподаватели читают об успехах своих учеников.

command-gradebook = Как дела у ваших учеников и кто застрял
option-gradebook-course = Какой курс
desk-gradebook = Журнал
gradebook-title = Журнал: { $course }
gradebook-which = Журнал какого курса?
gradebook-unknown = У вас нет курса «{ $course }».
gradebook-empty = На этом курсе ещё никого нет.
gradebook-counts = учатся: { $active }, закончили: { $completed }, застряли: { $stuck }
gradebook-learners = Ученики
gradebook-lessons = { $done } из { $of ->
    [one] { $of } урока
    [few] { $of } уроков
    [many] { $of } уроков
   *[other] { $of } урока
}
gradebook-challenges = { $had } из { $of ->
    [one] { $of } упражнения
    [few] { $of } упражнений
    [many] { $of } упражнений
   *[other] { $of } упражнения
}
gradebook-quizzes = баллы по урокам { $results }
gradebook-finished = курс пройден
gradebook-first = Первые { $shown } из { $of }.
gradebook-stuck = Застряли
gradebook-stuck-quiet = последнее действие: { $day }
gradebook-stuck-quiz = тест не пройден дважды
gradebook-stuck-more = И ещё { $more }: они есть в файле.
gradebook-files = Весь журнал таблицей для электронных таблиц. В нём имена учеников: не передавайте его другим.
gradebook-picture = Журнал курса { $course } картинкой ({ $shown ->
    [one] { $shown } ученик
    [few] { $shown } ученика
    [many] { $shown } учеников
   *[other] { $shown } ученика
}); список выше говорит то же словами.
gradebook-quiz-short = Тест { $number }
gradebook-quiz-mean = Тесты
gradebook-legend-done = урок пройден
gradebook-legend-here = сейчас здесь
gradebook-legend-stuck = застряли
gradebook-column-learner = Имя
gradebook-column-state = Состояние
gradebook-column-lesson = На каком уроке
gradebook-column-lessons = Уроков пройдено
gradebook-column-challenges = Упражнений сделано
gradebook-column-active = Последнее действие
gradebook-column-points = { $quiz }: лучшие баллы
gradebook-column-possible = { $quiz }: из
gradebook-state-active = учится
gradebook-state-completed = курс пройден
gradebook-state-stuck = застряли
