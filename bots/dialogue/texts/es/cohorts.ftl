### Cohorts with a price: joining one, giving it back, and the educator's list of them.

error-cohorts-not_free = «{ $title }» cuesta { $price_tokens ->
    [one] 1 token
   *[other] { $price_tokens } tokens
}. La página de su curso en /courses tiene un botón para entrar.
error-cohorts-not_bought = No hay ninguna compra de «{ $title }» que se pueda devolver.
error-cohorts-refunded_before = Ya devolviste una vez «{ $title }» o su curso, y eso solo es posible una vez.
error-courses-held_with_cohort = Tienes «{ $title }» junto con una cohorte. Devuelve primero la cohorte: su botón está en la página del curso.

fact-cohort = Cohorte
fact-members = Miembros
cohort-costs = «{ $cohort }»: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}, curso incluido
cohort-is-in = «{ $cohort }»: estás en ella
cohort-join = Entrar en «{ $cohort }» por { $tokens }
cohort-join-free = Entrar en «{ $cohort }»
cohort-back = Volver a «{ $cohort }»
cohort-title = Entrar en «{ $cohort }»
cohort-with-course = El curso «{ $course }» está incluido.
cohort-counted = Lo que pagaste por el curso «{ $course }» cuenta: { $counted ->
    [one] 1 token
   *[other] { $counted } tokens
} menos.
cohort-given = { $tokens ->
    [one] 1 de los tokens ganados te lo dieron
   *[other] { $tokens } de los tokens ganados te los dieron
} para esta cohorte o su curso.
form-cohort_code-title = Un código
cohort-nothing-due = No queda nada por pagar
cohort-join-now = Entrar
cohort-rules = Ya has abierto lecciones del curso: puedes devolver la cohorte una vez, hasta haber abierto el { $percent } % de las lecciones.
cohort-no-return = { $reason ->
    [refunded] Ya la devolviste una vez, o devolviste su curso, así que esta compra es definitiva.
   *[opened] Ya has abierto { $opened } de { $lessons } lecciones, así que esta compra es definitiva.
}
cohort-joined-title = Estás en «{ $cohort }»
cohort-joined-what = { $lessons ->
    [one] La lección de «{ $course }» está abierta para ti.
   *[other] Las { $lessons } lecciones de «{ $course }» están abiertas para ti.
}
cohort-joined-undo = Hasta que abras la primera, puedes deshacerlo.
cohort-undo = Deshacer «{ $cohort }»
cohort-return = Devolver «{ $cohort }»
cohort-return-sure = ¿Devolver «{ $cohort }»?
cohort-return-all = Tus tokens vuelven tal como eran. Dejas la cohorte; el curso y lo que ganaste en él también se devuelven. Esto es posible una vez.
cohort-return-alone = Tus tokens vuelven tal como eran y dejas la cohorte. El curso sigue siendo tuyo. Esto es posible una vez.
cohort-of-course = { $course }, cohorte «{ $cohort }»

desk-cohorts = Cohortes
setup-which-cohort = ¿Las noticias de qué cohorte se contarán aquí?
cohorts-title = Cohortes de { $course }
cohorts-none = Todavía no hay ninguna cohorte: quienes hacen el curso juntos y se encuentran donde escribas /setup.
cohort-state = { $state ->
    [closed] cerrada
   *[open] abierta
}
cohort-members = { $members ->
    [one] 1 miembro
   *[other] { $members } miembros
}
cohort-comes-along = viene con el curso
cohort-no-place = Aún no tiene lugar: escribe /setup en su grupo, tema o canal.
cohort-new = Nueva cohorte
form-cohort-title = Nueva cohorte
form-cohort-name = ¿Cómo se llama la cohorte?
form-cohort-hint = Como la leerán sus miembros, por ejemplo «Primavera 2027».
form-cohort_price-title = Precio
form-cohort_price-hint = 0 viene con el curso; si no, al menos { $minimum }
cohort-price-similar = { $courses ->
    [one] 1 cohorte parecida cuesta { $median } tokens.
   *[other] { $courses } cohortes parecidas cuestan de { $lowest } a { $highest } tokens, la mitad como mucho { $median }.
} 0: viene con el curso.
cohort-price-no-similar = Ninguna cohorte parecida tiene precio todavía. 0: viene con el curso.
cohort-price-course = El curso solo cuesta { $tokens }; el precio de una cohorte lo incluye.
cohort-price-wrong = Un número entero: 0, para que venga con el curso, o de { $minimum } a { $maximum }.
cohort-price-set = Entrar en esta cohorte cuesta { $tokens } tokens, curso incluido. Recibes un { $fee } % menos: es la comisión de la plataforma. Se puede pagar hasta el { $percent } % con tokens ganados; lo que de eso pase de la comisión es descuento tuyo. Quien ya está en ella se queda.
cohort-price-none = Ahora la cohorte viene con el curso: quien empieza el curso entra en ella.
cohort-close = Cerrar
cohort-close-sure = ¿Cerrar «{ $cohort }»?
cohort-close-what = No admite a nadie más ni publica la clasificación de la semana. Sus miembros se quedan. Una cohorte cerrada no se vuelve a abrir.
cohort-close-yes = Sí, cerrarla

line-course-purchased-cohort = Cohorte comprada
line-purchase-refunded-cohort = Cohorte devuelta
line-discount-burned-cohort = Cohorte comprada, descuento del docente
line-discount-returned-cohort = Cohorte devuelta, descuento del docente
