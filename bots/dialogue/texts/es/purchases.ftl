### Prices, purchases, refunds and what educators earn.

error-wallet-price_too_low = Un precio es 0 o al menos { $minimum } tokens; { $price } queda en medio.
error-wallet-own_course = Este curso es tuyo: nadie se compra a sí mismo.
error-wallet-not_enough = { $missing ->
    [one] Falta 1 token
   *[other] Faltan { $missing } tokens
}: el precio es { $price }, de tus tokens ganados aquí valen { $earned } y tienes { $purchased } comprados.
error-wallet-nothing_to_refund = No se puede devolver tanto: del precio quedan { $left }.
error-wallet-earnings_left = Aún tienes ingresos de { $tokens } tokens. Cuando tus pedidos sean firmes y estén pagados, se te podrá borrar.
error-wallet-price_too_high = Un precio es como mucho de { $maximum } tokens.
error-courses-not_bought = No hay ninguna compra de «{ $title }» que se pueda devolver.
error-courses-already_opened = Ya has abierto una lección de «{ $title }», así que no se puede deshacer sin más. Su página ofrece la devolución mientras sea posible.
error-courses-refund_too_late = Has abierto { $opened } de { $lessons } lecciones. Un curso se puede devolver hasta haber abierto el { $percent } % de sus lecciones.
error-courses-refunded_before = Ya devolviste «{ $title }» una vez, y cada curso se puede devolver una sola vez.

command-earnings = Lo que has ganado con tus cursos
course-buy = Comprar por { $tokens }
buy-title = Comprar «{ $course }»
buy-parts = { $price } = { $earned } ganados + { $purchased } comprados
buy-missing = Tienes { $earned } tokens ganados que valen aquí y { $held } comprados; { $missing ->
    [one] falta 1
   *[other] faltan { $missing }
}.
buy-no-packs = Comprar tokens aún no es posible. Los ganados pagan hasta el { $percent } % de un precio; el resto necesita comprados.
buy-limited-new_educator = Este docente es nuevo aquí: los primeros 30 días, sus cursos se pagan con tokens comprados.
buy-limited-share = Por ahora se pueden usar aquí menos tokens ganados: pagan como mucho una quinta parte de lo que un docente recibe de los comprados.
buy-limited-one_buyer = Por ahora se pueden usar aquí menos tokens ganados: la mayor parte de lo que recibe este docente viene de un solo comprador.
buy-waiting = { $tokens ->
    [one] 1 token ganado más se podrá usar un día después de ganarlo.
   *[other] { $tokens } tokens ganados más se podrán usar un día después de ganarlos.
}
buy-rules = Puedes deshacerlo hasta que abras la primera lección. Después puedes devolverlo una vez, hasta haber abierto el { $percent } % de las lecciones.
buy-now = Comprar
bought-title = «{ $course }» es tuyo
bought-what = { $lessons ->
    [one] Su lección está abierta para ti.
   *[other] Las { $lessons } lecciones están abiertas para ti.
} Hasta que abras la primera, puedes deshacerlo.
bought-undo = Deshacer la compra
bought-return = Devolverlo
return-sure = ¿Devolver este curso?
return-what = Tus tokens vuelven tal como eran, y lo que ganaste en este curso también se devuelve. Un curso se puede devolver una vez.
return-yes = Sí, devolverlo
returned-title = Devuelto
returned-what = { $earned } tokens ganados y { $purchased } comprados vuelven a estar en tu monedero.

earnings-title = Ingresos
earnings-available = Disponible
earnings-pending = Pendiente
earnings-reserve = Reserva
earnings-this-month = Este mes
earnings-debt = Deuda
earnings-order = { $course }, firme el { $day }
earnings-more = { $orders ->
    [one] y 1 pedido más
   *[other] y { $orders } pedidos más
}
earnings-released = De la reserva, { $tokens ->
    [one] 1 token quedará disponible
   *[other] { $tokens } tokens quedarán disponibles
} el { $day }.
earnings-debt-what = Lo que se devolvió después de habérsete pagado es una deuda; tus próximos ingresos la pagan primero.
earnings-none = No hay nada pendiente. Quien compre un curso tuyo aparecerá aquí.

desk-price = Precio
form-price-title = Precio
form-price-price = ¿Cuánto debe costar, en tokens? Ahora: { $price }
form-price-hint = 0 es gratis; si no, al menos { $minimum }
price-similar = { $courses ->
    [one] 1 curso parecido cuesta { $median } tokens.
   *[other] { $courses } cursos parecidos cuestan de { $lowest } a { $highest } tokens, la mitad como mucho { $median }.
} 0 es gratis.
price-no-similar = Ningún curso parecido tiene precio todavía. 0 es gratis.
price-wrong = Un número entero: 0 para gratis, o de { $minimum } a { $maximum }.
price-set = El precio es de { $tokens } tokens. Recibes un { $fee } % menos: es la comisión de la plataforma. Se puede pagar hasta el { $percent } % con tokens ganados; lo que de eso pase de la comisión es descuento tuyo.
price-none = Ahora el curso es gratis.

line-course-purchased = Curso comprado
line-purchase-refunded = Curso devuelto
line-discount-burned = Curso comprado, descuento del docente
line-discount-returned = Curso devuelto, descuento del docente
line-reward-returned = Recompensa de un curso devuelto
