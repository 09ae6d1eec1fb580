### What an import notes about a file; the shell prints the same codes in English.

note-courses-not_utf8 = is not UTF-8: byte { $found } at offset { $offset }; save the file as UTF-8 and import again
note-courses-lesson_too_long = has { $size_bytes } bytes, a lesson may have { $limit_bytes }: split it into several lessons
note-courses-file_too_long = has { $size_bytes } bytes, at most { $limit_bytes } are read
note-courses-link_escapes = is a link that leads out of the course's folder; left out
note-courses-not_a_file = is a link, a device or a pipe and no plain file; left out
note-courses-too_many_files = more than { $limit } files; the others are left out
note-courses-unreadable_file = could not be read: { $reason }
note-courses-toml_broken = is not valid TOML: { $found }
note-courses-yaml_broken = is not valid YAML: { $found }
note-courses-front_matter_broken = front matter is not valid: { $found }; expected { $expected }
note-courses-setting_wrong = setting “{ $name }”: found { $found }, expected { $expected }
note-courses-setting_unknown = setting “{ $name }” is not known; left out
note-courses-title_missing = has no title; “{ $title }” is used
note-courses-lesson_empty = holds no text; left out
note-courses-lesson_missing = is named in { $named_in } and is not there
note-courses-lesson_unlisted = is not listed in { $named_in }; left out
note-courses-lesson_format = is not Markdown; left out
note-courses-key_repeated = key “{ $key }” is used by { $other } too; left out
note-courses-module_missing = module folder “{ $name }” is not there
note-courses-quiz_without_lesson = no lesson is called “{ $name }”; the quiz is left out
note-courses-quiz_empty = no item can be asked; the quiz is left out
note-courses-quiz_repeated = the lesson has its quiz from { $other } already; left out
note-courses-picture_missing = picture { $path } is missing, shown as text
note-courses-picture_remote = picture { $path } is on the web and is not fetched, shown as text
note-courses-picture_broken = picture { $path } cannot be read ({ $reason }), shown as text
note-courses-picture_as_file = picture { $path } is shown as a file: chats cannot show its format
note-courses-media_missing = { $kind } { $path } is missing, shown as text
note-courses-media_remote = { $kind } { $path } is on the web, shown as a link
note-courses-media_too_big = { $path } has { $size_bytes } bytes, at most { $limit_bytes } can be sent; shown as text
note-courses-media_outside = { $path } lies outside the course's folder, shown as text
note-courses-link_relative = link to { $target } leads into the source's own pages, kept as text
note-courses-link_dropped = link to { $target } is neither https, http nor mailto, kept as text
note-courses-html_dropped = <{ $tag }> was dropped
note-courses-html_reduced = <{ $tag }> was reduced to its text
note-courses-block_unclosed = block “{ $name }” is opened here and never closed
note-courses-block_unopened = closes a block that was never opened
note-courses-block_unknown = block “{ $name }” is not known; its content is kept
note-courses-instructor_left_out = notes for instructors are left out
note-courses-looks_like_choice = exercise “{ $title }” looks like multiple choice
note-gift-category_empty = found no name after $CATEGORY, expected $CATEGORY: name
note-gift-title_unclosed = found a title that does not end, expected :: after it
note-gift-answers_unclosed = found { $found } after the answers opened here, expected { "}" }
note-gift-answers_unopened = found { "}" } without answers, expected { "{" } before it, or \{ "}" } in a text
note-gift-brace_in_answers = found { "{" } inside the answers, expected \{ "{" } or { "}" }
note-gift-answers_twice = found a second { "{" }, expected one group of answers for each item
note-gift-answers_unknown = found { $found }, expected = or ~ before each option, TRUE, FALSE, or nothing
note-gift-before_first_option = found { $found } before the first option, expected = or ~
note-gift-stem_missing = found no question before the answers, expected a text
note-gift-option_empty = found an empty option, expected a text after = or ~
note-gift-option_single = found one option, expected two or more
note-gift-option_right_missing = found no right option, expected one with = or a positive weight
note-gift-options_too_many = found { $found } options, expected at most { $limit }
note-gift-option_repeated = option { $option } is there twice
note-gift-weight_wrong = found the weight { $found }, expected a number from -100 to 100
note-gift-weights_sum = the right options weigh { $found }% together, expected 100%
note-gift-partial_credit = option { $option } is worth { $found }% only; a single choice earns its point for the full answer alone
note-gift-several_right = { $found } options are right ({ $options }); either one counts. Give weights (~%50%…) if both must be chosen
note-gift-kind_not_asked = { $kind } is kept in the file, not asked yet
note-gift-blank_line = a blank line inside the answers: other programs end the item here
note-limits-option_button = option { $option } has { $found } characters, a { $platform } button holds { $limit }: shown as lettered choices (A, B, C …) with the full text in the message
note-limits-option_poll = option { $option } has { $found } characters, a { $platform } poll holds { $limit }: shown as lettered choices (A, B, C …) with the full text in the message
note-limits-question_poll = the question has { $found } characters, a { $platform } poll holds { $limit }: it is sent as a message above the poll
note-limits-explanation_poll = the explanation has { $found } characters, a { $platform } poll holds { $limit }: it is sent as a message after the answer
note-limits-options_poll = { $found } options, a { $platform } poll holds { $limit }: asked with buttons
note-limits-options_group = { $found } options, a { $platform } radio group holds { $limit }: asked with buttons
