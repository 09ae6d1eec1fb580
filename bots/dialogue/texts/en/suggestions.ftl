suggestions-review = { $items ->
    [one] Review the exercise
   *[other] Review the { $items }
}
suggestions-title = An exercise
suggestions-from = Out of an exercise in “{ $lesson }”. Nobody is asked this unless you add it.
suggestions-right = right
suggestions-add = Add to the quiz
suggestions-leave = Leave it out
suggestions-later = Later
suggestions-left = { $items ->
    [one] The last one
   *[other] { $items } to look at
}
suggestions-end = Reviewed
suggestions-decided = { $added } added, { $out } left out
suggestions-waiting = { $items ->
    [one] 1 still waits for you at the course desk.
   *[other] { $items } still wait for you at the course desk.
}
