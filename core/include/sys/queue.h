/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The lists and queues of BSD, as queue(7) describes them: a header that ported
 * libraries include and that neither musl nor nolibc has. Singly linked list
 * (SLIST), list (LIST), singly linked tail queue (STAILQ), tail queue (TAILQ).
 */
#ifndef _SYS_QUEUE_H
#define _SYS_QUEUE_H

/* ---- SLIST: one pointer each; removal from the head, or after an element */

#define SLIST_HEAD(name, type)                                                 \
	struct name {                                                          \
		struct type *slh_first;                                        \
	}
#define SLIST_HEAD_INITIALIZER(head)                                           \
	{                                                                      \
		0                                                              \
	}
#define SLIST_ENTRY(type)                                                      \
	struct {                                                               \
		struct type *sle_next;                                         \
	}
#define SLIST_INIT(head)       ((void)((head)->slh_first = 0))
#define SLIST_EMPTY(head)      ((head)->slh_first == 0)
#define SLIST_FIRST(head)      ((head)->slh_first)
#define SLIST_NEXT(elm, field) ((elm)->field.sle_next)
#define SLIST_FOREACH(var, head, field)                                        \
	for ((var) = SLIST_FIRST(head); (var); (var) = SLIST_NEXT(var, field))
#define SLIST_FOREACH_SAFE(var, head, field, next)                             \
	for ((var) = SLIST_FIRST(head);                                        \
	     (var) && ((next) = SLIST_NEXT(var, field), 1); (var) = (next))
#define SLIST_INSERT_HEAD(head, elm, field)                                    \
	do {                                                                   \
		(elm)->field.sle_next = (head)->slh_first;                     \
		(head)->slh_first = (elm);                                     \
	} while (0)
#define SLIST_INSERT_AFTER(at, elm, field)                                     \
	do {                                                                   \
		(elm)->field.sle_next = (at)->field.sle_next;                  \
		(at)->field.sle_next = (elm);                                  \
	} while (0)
#define SLIST_REMOVE_HEAD(head, field)                                         \
	((void)((head)->slh_first = (head)->slh_first->field.sle_next))
#define SLIST_REMOVE_AFTER(at, field)                                          \
	((void)((at)->field.sle_next = (at)->field.sle_next->field.sle_next))
#define SLIST_REMOVE(head, elm, type, field)                                   \
	do {                                                                   \
		struct type **link_ = &(head)->slh_first;                      \
		while (*link_ != (elm))                                        \
			link_ = &(*link_)->field.sle_next;                     \
		*link_ = (elm)->field.sle_next;                                \
	} while (0)

/* ---- LIST: removal of any element without the head */

#define LIST_HEAD(name, type)                                                  \
	struct name {                                                          \
		struct type *lh_first;                                         \
	}
#define LIST_HEAD_INITIALIZER(head)                                            \
	{                                                                      \
		0                                                              \
	}
#define LIST_ENTRY(type)                                                       \
	struct {                                                               \
		struct type *le_next;                                          \
		struct type **le_prev; /* what points at this element */       \
	}
#define LIST_INIT(head)       ((void)((head)->lh_first = 0))
#define LIST_EMPTY(head)      ((head)->lh_first == 0)
#define LIST_FIRST(head)      ((head)->lh_first)
#define LIST_NEXT(elm, field) ((elm)->field.le_next)
#define LIST_FOREACH(var, head, field)                                         \
	for ((var) = LIST_FIRST(head); (var); (var) = LIST_NEXT(var, field))
#define LIST_FOREACH_SAFE(var, head, field, next)                              \
	for ((var) = LIST_FIRST(head);                                         \
	     (var) && ((next) = LIST_NEXT(var, field), 1); (var) = (next))
#define LIST_LINK_(link, elm, field)                                           \
	do {                                                                   \
		(elm)->field.le_next = *(link);                                \
		if ((elm)->field.le_next)                                      \
			(elm)->field.le_next->field.le_prev =                  \
				&(elm)->field.le_next;                         \
		(elm)->field.le_prev = (link);                                 \
		*(elm)->field.le_prev = (elm);                                 \
	} while (0)
#define LIST_INSERT_HEAD(head, elm, field)                                     \
	LIST_LINK_(&(head)->lh_first, elm, field)
#define LIST_INSERT_AFTER(at, elm, field)                                      \
	LIST_LINK_(&(at)->field.le_next, elm, field)
#define LIST_INSERT_BEFORE(at, elm, field)                                     \
	do {                                                                   \
		(elm)->field.le_prev = (at)->field.le_prev;                    \
		(elm)->field.le_next = (at);                                   \
		*(at)->field.le_prev = (elm);                                  \
		(at)->field.le_prev = &(elm)->field.le_next;                   \
	} while (0)
#define LIST_REMOVE(elm, field)                                                \
	do {                                                                   \
		if ((elm)->field.le_next)                                      \
			(elm)->field.le_next->field.le_prev =                  \
				(elm)->field.le_prev;                          \
		*(elm)->field.le_prev = (elm)->field.le_next;                  \
	} while (0)

/* ---- STAILQ: SLIST that also knows its end */

#define STAILQ_HEAD(name, type)                                                \
	struct name {                                                          \
		struct type *stqh_first;                                       \
		struct type **stqh_last; /* the last link, which is 0 */       \
	}
#define STAILQ_HEAD_INITIALIZER(head)                                          \
	{                                                                      \
		0, &(head).stqh_first                                          \
	}
#define STAILQ_ENTRY(type)                                                     \
	struct {                                                               \
		struct type *stqe_next;                                        \
	}
#define STAILQ_INIT(head)                                                      \
	do {                                                                   \
		(head)->stqh_first = 0;                                        \
		(head)->stqh_last = &(head)->stqh_first;                       \
	} while (0)
#define STAILQ_EMPTY(head)      ((head)->stqh_first == 0)
#define STAILQ_FIRST(head)      ((head)->stqh_first)
#define STAILQ_NEXT(elm, field) ((elm)->field.stqe_next)
#define STAILQ_LAST(head, type, field)                                         \
	(STAILQ_EMPTY(head)                                                    \
		 ? (struct type *)0                                            \
		 : (struct type *)(void *)((char *)(head)->stqh_last -         \
					   __builtin_offsetof(struct type,     \
							      field)))
#define STAILQ_FOREACH(var, head, field)                                       \
	for ((var) = STAILQ_FIRST(head); (var); (var) = STAILQ_NEXT(var, field))
#define STAILQ_FOREACH_SAFE(var, head, field, next)                            \
	for ((var) = STAILQ_FIRST(head);                                       \
	     (var) && ((next) = STAILQ_NEXT(var, field), 1); (var) = (next))
#define STAILQ_LINK_(head, link, elm, field)                                   \
	do {                                                                   \
		(elm)->field.stqe_next = *(link);                              \
		if (!(elm)->field.stqe_next)                                   \
			(head)->stqh_last = &(elm)->field.stqe_next;           \
		*(link) = (elm);                                               \
	} while (0)
#define STAILQ_INSERT_HEAD(head, elm, field)                                   \
	STAILQ_LINK_(head, &(head)->stqh_first, elm, field)
#define STAILQ_INSERT_TAIL(head, elm, field)                                   \
	do {                                                                   \
		(elm)->field.stqe_next = 0;                                    \
		*(head)->stqh_last = (elm);                                    \
		(head)->stqh_last = &(elm)->field.stqe_next;                   \
	} while (0)
#define STAILQ_INSERT_AFTER(head, at, elm, field)                              \
	STAILQ_LINK_(head, &(at)->field.stqe_next, elm, field)
#define STAILQ_UNLINK_(head, link, field)                                      \
	do {                                                                   \
		*(link) = (*(link))->field.stqe_next;                          \
		if (!*(link))                                                  \
			(head)->stqh_last = (link);                            \
	} while (0)
#define STAILQ_REMOVE_HEAD(head, field)                                        \
	STAILQ_UNLINK_(head, &(head)->stqh_first, field)
#define STAILQ_REMOVE_AFTER(head, at, field)                                   \
	STAILQ_UNLINK_(head, &(at)->field.stqe_next, field)
#define STAILQ_REMOVE(head, elm, type, field)                                  \
	do {                                                                   \
		struct type **link_ = &(head)->stqh_first;                     \
		while (*link_ != (elm))                                        \
			link_ = &(*link_)->field.stqe_next;                    \
		STAILQ_UNLINK_(head, link_, field);                            \
	} while (0)
#define STAILQ_CONCAT(head, other)                                             \
	do {                                                                   \
		if (!STAILQ_EMPTY(other)) {                                    \
			*(head)->stqh_last = (other)->stqh_first;              \
			(head)->stqh_last = (other)->stqh_last;                \
			STAILQ_INIT(other);                                    \
		}                                                              \
	} while (0)

/* ---- TAILQ: removal of any element, both directions */

#define TAILQ_HEAD(name, type)                                                 \
	struct name {                                                          \
		struct type *tqh_first;                                        \
		struct type **tqh_last; /* the last link, which is 0 */        \
	}
#define TAILQ_HEAD_INITIALIZER(head)                                           \
	{                                                                      \
		0, &(head).tqh_first                                           \
	}
#define TAILQ_ENTRY(type)                                                      \
	struct {                                                               \
		struct type *tqe_next;                                         \
		struct type **tqe_prev; /* what points at this element */      \
	}
#define TAILQ_INIT(head)                                                       \
	do {                                                                   \
		(head)->tqh_first = 0;                                         \
		(head)->tqh_last = &(head)->tqh_first;                         \
	} while (0)
#define TAILQ_EMPTY(head)      ((head)->tqh_first == 0)
#define TAILQ_FIRST(head)      ((head)->tqh_first)
#define TAILQ_NEXT(elm, field) ((elm)->field.tqe_next)
/* Head and entry begin alike: the link before the last belongs to either. */
#define TAILQ_LAST(head, name) (*((struct name *)(head)->tqh_last)->tqh_last)
#define TAILQ_PREV(elm, name, field)                                           \
	(*((struct name *)(elm)->field.tqe_prev)->tqh_last)
#define TAILQ_FOREACH(var, head, field)                                        \
	for ((var) = TAILQ_FIRST(head); (var); (var) = TAILQ_NEXT(var, field))
#define TAILQ_FOREACH_SAFE(var, head, field, next)                             \
	for ((var) = TAILQ_FIRST(head);                                        \
	     (var) && ((next) = TAILQ_NEXT(var, field), 1); (var) = (next))
#define TAILQ_FOREACH_REVERSE(var, head, name, field)                          \
	for ((var) = TAILQ_LAST(head, name); (var);                            \
	     (var) = TAILQ_PREV(var, name, field))
#define TAILQ_LINK_(head, link, elm, field)                                    \
	do {                                                                   \
		(elm)->field.tqe_next = *(link);                               \
		if ((elm)->field.tqe_next)                                     \
			(elm)->field.tqe_next->field.tqe_prev =                \
				&(elm)->field.tqe_next;                        \
		else                                                           \
			(head)->tqh_last = &(elm)->field.tqe_next;             \
		(elm)->field.tqe_prev = (link);                                \
		*(elm)->field.tqe_prev = (elm);                                \
	} while (0)
#define TAILQ_INSERT_HEAD(head, elm, field)                                    \
	TAILQ_LINK_(head, &(head)->tqh_first, elm, field)
#define TAILQ_INSERT_TAIL(head, elm, field)                                    \
	do {                                                                   \
		(elm)->field.tqe_next = 0;                                     \
		(elm)->field.tqe_prev = (head)->tqh_last;                      \
		*(head)->tqh_last = (elm);                                     \
		(head)->tqh_last = &(elm)->field.tqe_next;                     \
	} while (0)
#define TAILQ_INSERT_AFTER(head, at, elm, field)                               \
	TAILQ_LINK_(head, &(at)->field.tqe_next, elm, field)
#define TAILQ_INSERT_BEFORE(at, elm, field)                                    \
	do {                                                                   \
		(elm)->field.tqe_prev = (at)->field.tqe_prev;                  \
		(elm)->field.tqe_next = (at);                                  \
		*(at)->field.tqe_prev = (elm);                                 \
		(at)->field.tqe_prev = &(elm)->field.tqe_next;                 \
	} while (0)
#define TAILQ_REMOVE(head, elm, field)                                         \
	do {                                                                   \
		if ((elm)->field.tqe_next)                                     \
			(elm)->field.tqe_next->field.tqe_prev =                \
				(elm)->field.tqe_prev;                         \
		else                                                           \
			(head)->tqh_last = (elm)->field.tqe_prev;              \
		*(elm)->field.tqe_prev = (elm)->field.tqe_next;                \
	} while (0)
#define TAILQ_CONCAT(head, other, field)                                       \
	do {                                                                   \
		if (!TAILQ_EMPTY(other)) {                                     \
			*(head)->tqh_last = (other)->tqh_first;                \
			(other)->tqh_first->field.tqe_prev = (head)->tqh_last; \
			(head)->tqh_last = (other)->tqh_last;                  \
			TAILQ_INIT(other);                                     \
		}                                                              \
	} while (0)

#endif
