suggestions-review = { $items ->
    [one] Проверить { $items } задание
    [few] Проверить { $items } задания
    [many] Проверить { $items } заданий
   *[other] Проверить { $items } задания
}
suggestions-title = Задание
suggestions-from = Из задания урока «{ $lesson }». Пока вы его не добавите, его никто не увидит.
suggestions-right = верно
suggestions-add = Добавить в тест
suggestions-leave = Не добавлять
suggestions-later = Позже
suggestions-left = { $items ->
    [one] Осталось { $items } задание
    [few] Осталось { $items } задания
    [many] Осталось { $items } заданий
   *[other] Осталось { $items } задания
}
suggestions-end = Проверка закончена
suggestions-decided = Добавлено: { $added }, не добавлено: { $out }
suggestions-waiting = { $items ->
    [one] Ещё { $items } задание ждёт на странице «Управление курсом».
    [few] Ещё { $items } задания ждут на странице «Управление курсом».
    [many] Ещё { $items } заданий ждут на странице «Управление курсом».
   *[other] Ещё { $items } задания ждут на странице «Управление курсом».
}
