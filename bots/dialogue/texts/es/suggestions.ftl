suggestions-review = { $items ->
    [one] Revisar el ejercicio
   *[other] Revisar los { $items }
}
suggestions-title = Un ejercicio
suggestions-from = De un ejercicio de «{ $lesson }». No se le pregunta a nadie si no lo añades.
suggestions-right = correcta
suggestions-add = Añadir al cuestionario
suggestions-leave = Dejarlo fuera
suggestions-later = Más tarde
suggestions-left = { $items ->
    [one] Es el último
   *[other] Quedan { $items } por ver
}
suggestions-end = Revisión terminada
suggestions-decided = Añadidos: { $added }, descartados: { $out }
suggestions-waiting = { $items ->
    [one] 1 te espera todavía en la mesa del curso.
   *[other] { $items } te esperan todavía en la mesa del curso.
}
