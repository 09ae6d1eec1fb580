### What waited for somebody whose private chat is closed, and for a place that was deleted.

waited-title = { $waiting ->
    [one] 1 message waited for you
   *[other] { $waiting } messages waited for you
}
waited-why = Your private messages are closed to me, so you read it here; nobody else can see it. Open them and write me a line there, and what comes next will arrive by itself.
place-gone = { $waiting ->
    [0] Nothing waits yet, and what comes is kept.
    [one] 1 message waits.
   *[other] { $waiting } messages wait.
}
place-gone-topic = The topic was deleted. Type /setup in another topic of the same group and choose the same course: the news moves there, and what waited goes out.
place-gone-channel = The channel or thread was deleted. Type /setup in another one of the same server and choose the same course: the news moves there, and what waited goes out.
