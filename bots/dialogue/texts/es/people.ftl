### Ajustes, ayuda, formularios, botones y lo que sale mal.

settings-title = Ajustes
settings-language = Idioma
settings-zone = Zona horaria
settings-visible = Mi grupo ve
settings-visible-none = nada
settings-visible-first_name = mi nombre
settings-reminders = Recordatorios
settings-reminders-what = Como máximo una línea silenciosa al día, dentro de tu horario, y una pausa tras cinco sin respuesta.
settings-nudge-normal = cada día
settings-nudge-fewer = cada tres días
settings-nudge-off = nunca
settings-hours = Horario
settings-window = De { $start }:00 a { $end }:00
settings-weekends-on = También los fines de semana
settings-weekends-off = No los fines de semana
settings-not-set = sin definir
settings-saved = Guardado.
settings-export = Mis datos
settings-export-what = Todo lo que se guarda sobre ti, en un archivo.
settings-erase = Borrar mis datos
settings-erase-sure = ¿Borrar todo sobre ti?
settings-erase-what = Tu nombre, tus cuentas, tus respuestas y tu progreso se borran para siempre. Los tokens que ganaste vuelven al fondo de recompensas. Esto no se puede deshacer.
settings-erase-yes = Sí, borrar todo
settings-erased = Todo sobre ti quedó borrado. Si vuelves a escribir, empezarás de cero.

help-title = Qué puedes hacer aquí
help-intro = Pulsa un botón o escribe uno de estos:
help-unknown = Aquí no existe /{ $typed }. /help muestra lo que hay.
help-did-you-mean = Aquí no existe /{ $typed }. ¿Querías decir /{ $near }?
help-not-understood = Funciono con botones y comandos, así que esa línea no llegó a ninguna parte. /help muestra todo lo que hay.

command-start = Empezar, o volver a donde estabas
command-courses = Encontrar un curso
command-learn = Seguir leyendo donde lo dejaste
command-wallet = Tus tokens y de dónde vienen
command-statement = Cada línea de tu cartera, también en CSV o PDF
command-proposals = Lo que espera a dos administradores
command-books = ¿Cuadran los libros?
command-leaderboard = Quién ha aprendido más
command-settings = Idioma, recordatorios, lo que ven los demás
command-help = Qué puedes hacer aquí
command-teach = Enseñar lo que sabes
command-course-import = Traer un curso en un archivo zip
command-applications = Quién quiere enseñar
command-claim = Pasar a administrar con un código de la consola
command-setup = Que este lugar reciba las noticias de una cohorte
option-learn-course = Qué curso
option-leaderboard-board = Hoy, esta semana o desde siempre
choice-leaderboard-board-day = Hoy
choice-leaderboard-board-week = Esta semana
choice-leaderboard-board-all = Desde siempre
option-course-import-file = El curso en un archivo zip
option-claim-code = El código que mostró la consola

form-city-title = Tu ciudad
form-city-city = ¿En qué ciudad estás, o cerca de cuál?
form-city-hint = Basta con una ciudad grande de tu zona horaria.
form-city-unknown = No conozco esa ciudad. Prueba con la más grande de tu zona horaria, o con su nombre en inglés.
form-nickname-title = Tu apodo
form-nickname-nickname = ¿Cómo debe llamarte tu grupo?
form-nickname-hint = De 2 a 32 caracteres.
form-quiz-title = Cuestionario
form-teach-title = Enseñar en Peerloom
form-teach-topic = ¿Qué te gustaría enseñar?
form-teach-topic-hint = Unas palabras: «Python para principiantes», «Pan de masa madre».
form-teach-experience = ¿De qué lo conoces?
form-teach-experience-hint = Estudios, trabajo o años de práctica. Dos o tres frases.
form-teach-sample = ¿Algo que podamos ver?
form-teach-sample-hint = Un enlace o un título. Puedes omitirlo.
form-import-title = Traer un curso
form-import-file = Envía el curso en un archivo zip
form-import-hint = Carpeta con course.toml y lecciones en Markdown, o una lección de Carpentries. Hasta 20 MB.
form-note-title = Unas palabras para la persona
form-note-note = ¿Qué debería saber?
form-note-hint = Leerá exactamente esto.
form-so-far = Hasta ahora: { $value }
form-done = Listo
form-back = Atrás
form-skip = Omitir
form-cancel = Cancelar
form-step = { $step } de { $of }
form-cancelled = Cancelado. No se envió nada.
form-needed = Esta necesita una respuesta.
form-too-long = Tiene { $length ->
    [one] 1 carácter
   *[other] { $length } caracteres
} y caben { $most } como máximo. Acórtalo, por favor.
form-too-short = Al menos { $least ->
    [one] 1 carácter
   *[other] { $least } caracteres
}, por favor.
form-wants-text = Escribe tu respuesta, por favor.
form-wants-file = Envía un archivo, por favor: usa el clip.
form-wants-choice = Pulsa uno de los botones, por favor.
form-gone = Este formulario ya se envió o se canceló.
form-moved-on = El formulario ya avanzó: mira la pregunta más reciente.
form-correct = Corregir
form-continue = Continuar
form-anew = Empezar de nuevo
form-more = Guardado. Quedan unas preguntas más.
form-old = Dejaste este formulario a medias ({ $since }). Lo que escribiste se conserva.

button-of-another = Este botón es de otra persona. Pide los tuyos con un comando; /help los muestra.
button-of-former-version = Este botón es de una versión anterior. Ábrelo de nuevo con un comando; /help los muestra.
fault = Algo falló de nuestro lado; no se perdió nada tuyo. Inténtalo de nuevo y, si sigue, dile a un administrador la referencia { $reference }.
