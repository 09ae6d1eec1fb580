### Lo que lee quien aprende: primeros minutos, cursos, lecciones, cuestionarios, resultados.

start-title = Te damos la bienvenida a Peerloom
start-what = Cursos de gente como tú, aquí mismo en el chat. Lee unos minutos al día, ponte a prueba con cuestionarios, gana tokens y mantén una racha con tu grupo.
start-language = Idioma: { $language }
start-continue = Continuar
start-change-language = Cambiar idioma
start-which-language = ¿En qué idioma lees mejor?
start-zone = ¿Qué hora es donde estás?
start-zone-why = Para que tus días y recordatorios sigan tu reloj.
start-zone-option = { $time } { $city }
start-another-city = Otra ciudad
start-which-city = ¿A cuál te refieres?
start-visible = ¿Puede tu grupo ver cuando apruebas un cuestionario?
start-visible-why = Verá un nombre y qué aprobaste, nunca tus puntos ni tus respuestas. Puedes cambiarlo en /settings.
start-visible-first-name = Sí, como { $name }
start-visible-nickname = Sí, con un apodo
start-visible-no = No, prefiero que no
start-interest = ¿Qué te gustaría aprender?
start-interest-all = Muéstrame todo

home-title = Hola, { $name }
home-continue = Continuar: { $title }
home-courses = Cursos

courses-title = { $total ->
    [one] Un curso
   *[other] { $total } cursos
}
courses-none = Todavía no hay ningún curso. ¿Sabes algo que valga la pena enseñar? Prueba /teach.
courses-all = Todos los cursos
course-lessons = { $lessons ->
    [one] 1 lección
   *[other] { $lessons } lecciones
}
course-free = gratis
course-price = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}
course-start = Empezar
course-continue = Continuar
course-look-inside = Ver por dentro
course-try = Leer la primera lección
course-leave = Dejar
course-leave-sure = ¿Dejar este curso?
course-leave-kept = Tu progreso y tus tokens se conservan. Puedes volver cuando quieras.
course-leave-yes = Dejar el curso
course-empty = Este curso todavía no tiene lecciones.
course-cohort = Aprendes junto con el grupo «{ $cohort }».
course-progress = { $done } de { $of } lecciones hechas
course-completed = 🎓 Has terminado el curso. ¡Muy bien!
course-state-draft = borrador
course-state-published = publicado
course-state-retired = retirado
learn-which = ¿Qué curso?
learn-unknown = No hay ningún curso llamado «{ $course }». Esto es lo que hay:

fact-lessons = Duración
fact-price = Precio
fact-challenges = Ejercicios
fact-quizzes = Cuestionarios
fact-learners = Estudiantes
fact-licence = Licencia
fact-progress = Progreso
fact-streak = Racha
fact-days = { $days ->
    [one] 1 día
   *[other] { $days } días
}
fact-tokens = Tokens
fact-earned = Ganados
fact-purchased = Comprados
fact-use-by = Fecha límite
fact-state = Estado

lesson-of = Lección { $number } de { $of }
lesson-minutes = { $minutes ->
    [one] alrededor de un minuto
   *[other] unos { $minutes } minutos
}
lesson-read = Leer
lesson-jump = Ir a una lección
lesson-which = ¿Adónde quieres ir?
lesson-pick = Elige una lección
lesson-where = Lección { $number } de { $of } · página { $page } de { $pages }
lesson-mark-done = Marcar como hecha
lesson-next = Siguiente lección
lesson-done-title = Lección hecha
page-on = Siguiente
page-back = Atrás
page-next = Más
page-previous = Anterior
page-of = Página { $page } de { $of }
go-back = Volver

challenge-title = Reto { $number }: { $title }
challenge-show-solution = Ver la solución
challenge-solution = Solución
challenge-no-solution = Aquí no se da solución: confía en tu propia comprobación.
challenge-yes = Lo tenía
challenge-no = Todavía no
challenge-had-it = ¡Muy bien!
challenge-not-yet-kind = Así se aprende. Ya saldrá.

quiz-take = Hacer el cuestionario
quiz-about = { $items ->
    [one] Una pregunta
   *[other] { $items } preguntas
}. Apruebas con el { $mark } %.
quiz-resumed = Ya habías respondido { $answered } de { $of }: aquí está el resto.
quiz-renewed = El cuestionario cambió desde que lo empezaste, así que comienza de nuevo.
quiz-item = Pregunta { $number } de { $of }
quiz-item-above = Pregunta { $number } de { $of }: mira el mensaje de arriba
quiz-several = Puede haber varias respuestas correctas.
quiz-send = Enviar
quiz-true = Verdadero
quiz-false = Falso
quiz-right = ✓ Correcto.
quiz-wrong = ✗ Lo correcto es: { $right }.
quiz-pick-one = Elige primero al menos una respuesta.
quiz-answered-already = Esta ya la respondiste.
quiz-over = Este cuestionario ya terminó, así que esta respuesta no contó. En su lección puedes intentarlo otra vez.
quiz-not-finished = Este cuestionario aún no está terminado.
quiz-no-mistakes = No hubo ningún error.
quiz-again = Intentar de nuevo

result-score = { $earned } de { $of }
result-passed = aprobado
result-not-passed = todavía sin aprobar
result-mark = Apruebas con el { $mark } %. La lección sigue ahí, y el próximo intento también.
result-tokens = { $tokens ->
    [one] +1 token
   *[other] +{ $tokens } tokens
}
result-bonus = (con +{ $bonus } por tener todo bien)
result-points = { $points ->
    [one] +1 punto en las clasificaciones
   *[other] +{ $points } puntos en las clasificaciones
}
result-points-short = { $points ->
    [one] 1 punto
   *[other] { $points } puntos
}
result-streak = Racha: día { $days }
result-freeze = Un protector salvó tu racha el { $day }.
result-milestone = ¡+{ $tokens } tokens por tu racha!
result-see-mistakes = { $mistakes ->
    [one] Ver mi error
   *[other] Ver mis { $mistakes } errores
}
result-wallet = Monedero
standing-first = En primer lugar esta semana, con { result-points-short }
standing-behind = { $rank }.º esta semana, { $behind ->
    [0] en empate con quien va delante
    [one] a 1 punto
   *[other] a { $behind } puntos
}

withheld-not_first_attempt = Los tokens son para el primer intento; este cuenta para los puntos y tu racha.
withheld-own_course = No hay tokens por el curso propio.
withheld-group_quiz = Los cuestionarios en grupo dan puntos, no tokens.
withheld-points_only = Esta comunidad funciona con puntos: aquí no hay tokens.
withheld-newcomer_cap = Las cuentas nuevas ganan al principio una cantidad limitada de tokens. Hasta entonces reúnes puntos.
withheld-daily_cap = Ya ganaste todos los tokens que da un día. Los puntos siguen, y mañana será otro día.
withheld-monthly_cap = Ya ganaste todos los tokens que da un mes. Los puntos siguen.
withheld-fund_empty = El fondo de recompensas está vacío por ahora, así que esta vez ganas puntos. ¡Gracias por aprender de todos modos!
withheld-slice_empty = Lo que el fondo de recompensas da para esto en un día se ha agotado, así que este trae puntos. Mañana habrá más.
withheld-held = Tus puntos ya cuentan. Alguien del equipo revisa primero los tokens: a veces ocurre, y te diremos algo en cualquier caso.
withheld-declined = Tras revisarlo, el equipo no pagó este.

mistake-title = Error { $number } de { $of }
mistake-chosen = Elegiste
mistake-right = Lo correcto es
mistake-open-page = Abrir la página { $page }

wallet-title = Monedero
wallet-empty = Aquí aún no hay nada. Tu primer cuestionario aprobado trae tokens.
wallet-earned = { $tokens ->
    [one] 1 token ganado
   *[other] { $tokens } tokens ganados
}
wallet-purchased = { $tokens ->
    [one] 1 token comprado
   *[other] { $tokens } tokens comprados
}
wallet-use-by = { $tokens ->
    [one] Usa 1 de los tokens ganados antes del { $day }.
   *[other] Usa { $tokens } de los tokens ganados antes del { $day }.
}
wallet-waiting = { $tokens ->
    [one] 1 de los tokens ganados se podrá usar desde: { $at }.
   *[other] { $tokens } de los tokens ganados se podrán usar un día después de ganarlos, los primeros desde: { $at }.
}
wallet-given = { $tokens ->
    [one] 1 de los tokens ganados es
   *[other] { $tokens } de los tokens ganados son
} solo para «{ $course }».
wallet-why = ¿Por qué?
wallet-statement = Movimientos
why-title = De dónde salen los tokens
why-quiz = Un cuestionario aprobado al primer intento: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}, y { $bonus } más si todo está bien.
why-streak = Rachas: { $seven } tokens por 7 días seguidos, { $thirty } por 30, { $hundred } por 100.
why-caps = Como máximo { $day ->
    [one] 1 token
   *[other] { $day } tokens
} al día y { $month } al mes.
why-newcomer = Una cuenta nueva gana hasta { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} en { $days ->
    [one] su primer día
   *[other] sus primeros { $days } días
}; después reúne puntos.
why-expiry = Los tokens ganados se pueden usar durante { $days ->
    [one] 1 día
   *[other] { $days } días
}. Salen del fondo de recompensas de esta comunidad.
statement-title = Movimientos
statement-earlier = Anteriores
statement-newest = Más recientes
line-reward-granted-quiz = Cuestionario aprobado
line-reward-granted-streak = Racha mantenida
line-reward-expired = No se usaron a tiempo
line-other = Asiento
line-balance = (quedan { $tokens } { $bucket ->
    [earned] ganados
   *[purchased] comprados
})
line-class = ({ $bucket ->
    [earned] ganados
   *[purchased] comprados
})

board-day = Hoy
board-week = Esta semana
board-all = Desde siempre
board-tab-day = Hoy
board-tab-week = Esta semana
board-tab-all = Siempre
board-you = Tú
board-member = Un miembro
board-empty = Nadie tiene puntos todavía. ¡Estrena la clasificación!
board-unranked = Aquí aún no tienes puntos: una lección o un cuestionario te pone en la clasificación.
board-behind = { $behind ->
    [0] Compartes el puesto con quien va delante.
    [one] 1 punto hasta el siguiente puesto.
   *[other] { $behind } puntos hasta el siguiente puesto.
}
board-here = Miembros de este grupo

nudge-title = Día { $day }
nudge-what = Unos minutos hoy mantienen viva tu racha.
nudge-practise = Practicar
nudge-later = Más tarde
nudge-fewer = Menos avisos
nudge-at = De acuerdo, vuelvo a preguntar: { $at }.
nudge-now-fewer = Escribiré cada tres días como máximo.
nudge-now-off = No te lo recordaré más. En /settings se vuelve a activar.
nudge-now-normal = Te lo recordaré una vez al día como máximo.
nudge-go-title = Vamos allá
nudge-go = Aquí te quedaste.
nudge-nothing = Ahora no estás en ningún curso. /courses muestra los que hay.

expiry-title = { $tokens ->
    [one] Usa 1 token
   *[other] Usa { $tokens } tokens
} antes del { $day }
expiry-what = Los tokens ganados duran medio año. Lo que nadie usa vuelve al fondo del que se pagan las próximas recompensas. Sirven para un curso o para un vale de /redeem.
