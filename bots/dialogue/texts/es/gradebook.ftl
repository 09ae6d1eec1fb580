### Lo que leen los docentes sobre cómo va su grupo.

command-gradebook = Cómo va tu grupo y quién se ha atascado
option-gradebook-course = Qué curso
desk-gradebook = Calificaciones
gradebook-title = Calificaciones: { $course }
gradebook-which = ¿Las calificaciones de qué curso?
gradebook-unknown = No enseñas ningún curso llamado «{ $course }».
gradebook-empty = Todavía no hay nadie en este curso.
gradebook-counts = aprendiendo: { $active }, han terminado: { $completed }, en un atasco: { $stuck }
gradebook-learners = Quién aprende
gradebook-lessons = { $done } de { $of ->
    [one] 1 lección
   *[other] { $of } lecciones
}
gradebook-challenges = { $had } de { $of ->
    [one] 1 ejercicio
   *[other] { $of } ejercicios
}
gradebook-quizzes = puntos por lección { $results }
gradebook-finished = ha terminado
gradebook-first = Los primeros { $shown } de { $of }.
gradebook-stuck = En un atasco
gradebook-stuck-quiet = nada hecho desde el { $day }
gradebook-stuck-quiz = dos intentos fallidos del cuestionario
gradebook-stuck-more = Y { $more } más: están en el archivo.
gradebook-files = Todas las calificaciones en una tabla para hojas de cálculo. Lleva nombres: guárdala solo para ti.
gradebook-picture = Las calificaciones de { $course } en una imagen de { $shown ->
    [one] 1 persona
   *[other] { $shown } personas
}; la lista de arriba lo dice con palabras.
gradebook-quiz-short = Test { $number }
gradebook-quiz-mean = Tests
gradebook-legend-done = lección hecha
gradebook-legend-here = está aquí
gradebook-legend-stuck = en un atasco
gradebook-column-learner = Nombre
gradebook-column-state = Estado
gradebook-column-lesson = Está en la lección
gradebook-column-lessons = Lecciones hechas
gradebook-column-challenges = Ejercicios conseguidos
gradebook-column-active = Última actividad
gradebook-column-points = { $quiz }: mejores puntos
gradebook-column-possible = { $quiz }: de
gradebook-state-active = aprendiendo
gradebook-state-completed = ha terminado
gradebook-state-stuck = en un atasco
