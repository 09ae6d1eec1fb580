### Anunciar un curso, y lo que leen de él los grupos y canales.

announce = Anunciar
announce-where = ¿Dónde lo anuncio? Cada lugar recibe el anuncio de un curso una vez al día como mucho.
announce-pick = Elige un lugar
announce-all = { $places ->
    [one] En todas partes (1 lugar)
   *[other] En todas partes ({ $places })
}
announce-no-place = Ningún lugar recibe todavía noticias de este curso. Escribe /setup en un grupo, tema o canal que administres, elige el curso y vuelve.
announce-done = { $places ->
    [one] Anunciado en un lugar:
   *[other] Anunciado en { $places } lugares:
}
announce-already = { $places ->
    [one] Un lugar ya recibió hoy el anuncio; mañana se puede repetir:
   *[other] { $places } lugares ya recibieron hoy el anuncio; mañana se puede repetir:
}
announce-waits = { $place }: espera hasta que pueda escribir allí
announced-title = Un curso para ti: { $course }
announced-open = Abrir el curso
announced-how = Para empezar, escribe:
error-cohorts-course_not_published = «{ $title }» todavía no está publicado. Publícalo primero y anúncialo después.
