### Lo que leen docentes, administradores y grupos.

teach-sent-title = ¡Gracias!
teach-sent = Un administrador lo revisará y te avisaremos aquí.
application-title = { $name } quiere enseñar
application-approve = Aprobar
application-ask = Preguntar
application-decline = Rechazar
application-approved = Aprobada: ya puede traer cursos.
application-asked = Se le envió tu pregunta.
application-declined = Rechazada, y se le enviaron tus palabras.
applications-none = Nadie está esperando.
applied-title = Tu solicitud para enseñar
applied-approved = ¡Ya eres docente! Trae tu primer curso con /course import.
applied-asked = Un administrador tiene una pregunta:
applied-declined = Esta vez no. Un administrador dice:
applied-answer = Responder

desk-title = Tus cursos
desk-empty = Todavía no tienes cursos. Envíame un archivo zip para empezar.
desk-course = { $state } · { $lessons ->
    [one] 1 lección
   *[other] { $lessons } lecciones
} · { $active } aprendiendo, { $completed } con el curso terminado
desk-import = Importar un curso
desk-publish = Publicar
desk-unpublish = Dejar de publicar
desk-unpublished = Vuelve a ser un borrador. Quienes ya están dentro pueden seguir.
desk-link = Enlace y código QR
desk-course-open = Mesa del curso
published-title = { $course }: publicado
published-what = Comparte este enlace; abre el curso en Telegram:
published-qr = Código QR del enlace del curso
published-discord = En Discord: /learn course:{ $slug }

import-educators-only = Los cursos los traen docentes. Con /teach puedes llegar a serlo.
import-too-large = El archivo tiene { $size } MB y se leen { $most } MB como máximo. Reduce las imágenes o usa la consola: peerloom course import CARPETA
import-not-zip = «{ $file }» no es un archivo zip. Comprime la carpeta del curso como .zip y envíala.
import-counts = { $lessons ->
    [one] 1 lección
   *[other] { $lessons } lecciones
}, { $challenges ->
    [one] 1 ejercicio
   *[other] { $challenges } ejercicios
}, { $quizzes ->
    [one] 1 cuestionario
   *[other] { $quizzes } cuestionarios
}
import-again = { $changed ->
    [one] 1 cambiada
   *[other] { $changed } cambiadas
}, { $same ->
    [one] 1 igual
   *[other] { $same } iguales
}, { $added ->
    [one] 1 nueva
   *[other] { $added } nuevas
}, { $removed ->
    [one] 1 retirada
   *[other] { $removed } retiradas
}; { $learners ->
    [one] progreso de 1 estudiante conservado
   *[other] progreso de { $learners } estudiantes conservado
}
import-pictures-missing = { $pictures ->
    [one] Falta 1 imagen, se muestra como texto
   *[other] Faltan { $pictures } imágenes, se muestran como texto
}
import-suggestions = { $exercises ->
    [one] 1 ejercicio parece de opción múltiple
   *[other] { $exercises } ejercicios parecen de opción múltiple
}
import-more-notes = { $notes ->
    [one] y 1 nota más
   *[other] y { $notes } notas más
}

claim-how = Escribe /claim y el código que mostró `peerloom serve`.
claim-wrong = Ese código no sirve. { $tries ->
    [0] Por ahora no quedan intentos: espera una hora.
    [one] Queda un intento.
   *[other] Quedan { $tries } intentos.
}
claim-done-title = Ya administras esta comunidad
claim-done = /applications muestra quién quiere enseñar; /setup en un grupo o canal hace que reciba las noticias de una cohorte.
claim-told = Alguien pasó a administrar con un código de la consola.

setup-title = Noticias de una cohorte aquí
setup-where = /setup va en el grupo, tema o canal que debe recibir las noticias. Escríbelo allí.
setup-who = Administradores y docentes de esta comunidad pueden preparar un lugar. Con /teach puedes ser docente.
setup-manage = También hace falta permiso para administrar este lugar. Pídeselo a quien lo tenga.
setup-missing-title = Aquí faltan algunos permisos
setup-missing = Puedo hacer más si se me permite:
setup-look-again = Mirar de nuevo
setup-go-on = Seguir sin ellos
setup-linked = Este lugar recibe las noticias de «{ $cohort }».
setup-unlink = Detener las noticias aquí
setup-no-course = Todavía no hay ningún curso publicado. Publica uno y vuelve.
setup-which-course = ¿De qué curso se contarán aquí las noticias?
setup-done-title = Listo
setup-done = Aquí se celebran los cuestionarios aprobados y las rachas de «{ $cohort }», de los miembros que aceptaron, y cada lunes llega la clasificación de la semana.
setup-unlinked = Aquí no habrá más noticias. Lo aprendido se queda.
right-view_channel = ver este canal: para poder encontrarlo
right-send_messages = enviar mensajes: para contar las noticias
right-embed_links = insertar enlaces: para mostrar tarjetas con las noticias
right-attach_files = adjuntar archivos: para enviar la clasificación semanal como imagen
right-read_message_history = leer el historial: para editar los mensajes propios
right-send_photos = enviar fotos: para enviar la clasificación semanal como imagen
right-post_in_topic = escribir en este tema: para contar aquí las noticias
right-member = ser miembro aquí: para poder contar las noticias

told-quiz-passed = aprobó el cuestionario de «{ $lesson }»
told-course-completed = terminó el curso «{ $course }»
told-milestone = lleva { $days ->
    [one] 1 día aprendiendo
   *[other] { $days } días seguidos aprendiendo
}
weekly-title = La semana en { $cohort }
weekly-period = del { $first } al { $last }
weekly-alt = Clasificación de { $cohort }; sus palabras están en el mensaje
place-hello = ¡Hola! Cuento las noticias de una cohorte donde me lo piden: un administrador escribe /setup.
place-lost-title = Ya no puedo escribir en { $place }
place-lost = { $waiting ->
    [0] Todavía no espera nada, y lo que venga se guarda.
    [one] 1 mensaje espera.
   *[other] { $waiting } mensajes esperan.
} Necesitaría:
place-lost-mend = Devuélveme el permiso o agrégame otra vez, y saldrán solos.
place-mended = { $released ->
    [0] Puedo escribir allí de nuevo.
    [one] Puedo escribir allí de nuevo, y el mensaje que esperaba ya sale.
   *[other] Puedo escribir allí de nuevo, y los { $released } mensajes que esperaban ya salen.
}

form-teach-answer = La respuesta a la pregunta
form-answer-title = La pregunta sobre tu solicitud
form-answer-answer = Tu respuesta
applied-is-waiting = Tu respuesta ya está con una persona administradora. Te avisamos aquí.
applied-is-approved = Tu solicitud ya está aprobada. /teach abre tu mesa.
applied-is-declined = Tu solicitud se decidió entretanto.
setup-again = Cuando pueda, escribe /setup aquí otra vez.
weekly-and-more = { $members ->
    [one] y 1 persona más
   *[other] y { $members } personas más
}
