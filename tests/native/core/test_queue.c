/* SPDX-License-Identifier: BSD-3-Clause */
/* <sys/queue.h> against a plain array: the same operations, the same order. */
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define NODES 12
#define STEPS 20000

struct node {
	SLIST_ENTRY(node) s;
	LIST_ENTRY(node) l;
	STAILQ_ENTRY(node) q;
	TAILQ_ENTRY(node) t;
};

SLIST_HEAD(slist, node);
LIST_HEAD(list, node);
STAILQ_HEAD(stailq, node);
TAILQ_HEAD(tailq, node);

static struct node nodes[NODES];
static struct node *model[NODES];
static int count;
static struct slist slist = SLIST_HEAD_INITIALIZER(slist);
static struct list list = LIST_HEAD_INITIALIZER(list);
static struct stailq stailq = STAILQ_HEAD_INITIALIZER(stailq);
static struct tailq tailq = TAILQ_HEAD_INITIALIZER(tailq);

static void compare(void)
{
	struct node *n, *next;
	int i = 0;

	SLIST_FOREACH(n, &slist, s)
	{
		assert_ptr_equal(n, model[i++]);
	}
	assert_int_equal(i, count);
	i = 0;
	LIST_FOREACH_SAFE(n, &list, l, next)
	{
		assert_ptr_equal(n, model[i++]);
	}
	assert_int_equal(i, count);
	i = 0;
	STAILQ_FOREACH(n, &stailq, q)
	{
		assert_ptr_equal(n, model[i++]);
	}
	assert_int_equal(i, count);
	TAILQ_FOREACH_REVERSE(n, &tailq, tailq, t)
	{
		assert_ptr_equal(n, model[--i]);
	}
	assert_int_equal(i, 0);
	TAILQ_FOREACH(n, &tailq, t)
	{
		assert_ptr_equal(n, model[i++]);
	}
	assert_int_equal(i, count);
	n = count ? model[count - 1] : NULL;
	assert_ptr_equal(STAILQ_LAST(&stailq, node, q), n);
	assert_ptr_equal(TAILQ_LAST(&tailq, tailq), n);
	assert_int_equal(SLIST_EMPTY(&slist), count == 0);
	assert_int_equal(LIST_EMPTY(&list), count == 0);
	assert_int_equal(STAILQ_EMPTY(&stailq), count == 0);
	assert_int_equal(TAILQ_EMPTY(&tailq), count == 0);
}

static void insert(struct node *n, int at)
{
	memmove(model + at + 1, model + at,
		(size_t)(count - at) * sizeof(*model));
	model[at] = n;
	count++;
	if (at == 0) {
		SLIST_INSERT_HEAD(&slist, n, s);
		LIST_INSERT_HEAD(&list, n, l);
		STAILQ_INSERT_HEAD(&stailq, n, q);
		TAILQ_INSERT_HEAD(&tailq, n, t);
		return;
	}
	SLIST_INSERT_AFTER(model[at - 1], n, s);
	if (at == count - 1) {
		LIST_INSERT_AFTER(model[at - 1], n, l);
		STAILQ_INSERT_TAIL(&stailq, n, q);
		TAILQ_INSERT_TAIL(&tailq, n, t);
	} else {
		LIST_INSERT_BEFORE(model[at + 1], n, l);
		STAILQ_INSERT_AFTER(&stailq, model[at - 1], n, q);
		if (at % 2)
			TAILQ_INSERT_BEFORE(model[at + 1], n, t);
		else
			TAILQ_INSERT_AFTER(&tailq, model[at - 1], n, t);
	}
}

static struct node *take(int at)
{
	struct node *n = model[at];

	if (at == 0) {
		SLIST_REMOVE_HEAD(&slist, s);
		STAILQ_REMOVE_HEAD(&stailq, q);
	} else if (at % 2) {
		SLIST_REMOVE(&slist, n, node, s);
		STAILQ_REMOVE(&stailq, n, node, q);
	} else {
		SLIST_REMOVE_AFTER(model[at - 1], s);
		STAILQ_REMOVE_AFTER(&stailq, model[at - 1], q);
	}
	LIST_REMOVE(n, l);
	TAILQ_REMOVE(&tailq, n, t);
	count--;
	memmove(model + at, model + at + 1,
		(size_t)(count - at) * sizeof(*model));
	return n;
}

static void test_random_operations(void **state)
{
	struct node *unused[NODES];
	int left = 0;

	(void)state;
	for (int i = 0; i < NODES; i++)
		unused[left++] = &nodes[i];
	srand(1);
	for (int i = 0; i < STEPS; i++) {
		if (count == 0 || (left > 0 && rand() % 2))
			insert(unused[--left], rand() % (count + 1));
		else
			unused[left++] = take(rand() % count);
		compare();
	}
}

static void test_concat(void **state)
{
	struct stailq a = STAILQ_HEAD_INITIALIZER(a), b;
	struct tailq c = TAILQ_HEAD_INITIALIZER(c), d;
	struct node x, y;

	(void)state;
	STAILQ_INIT(&b);
	TAILQ_INIT(&d);
	STAILQ_INSERT_TAIL(&b, &x, q);
	STAILQ_CONCAT(&a, &b);
	STAILQ_CONCAT(&a, &b);
	STAILQ_INSERT_TAIL(&a, &y, q);
	assert_ptr_equal(STAILQ_FIRST(&a), &x);
	assert_ptr_equal(STAILQ_NEXT(&x, q), &y);
	assert_true(STAILQ_EMPTY(&b));
	TAILQ_INSERT_TAIL(&c, &x, t);
	TAILQ_INSERT_TAIL(&d, &y, t);
	TAILQ_CONCAT(&c, &d, t);
	assert_ptr_equal(TAILQ_LAST(&c, tailq), &y);
	assert_ptr_equal(TAILQ_PREV(&y, tailq, t), &x);
	assert_true(TAILQ_EMPTY(&d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_operations),
		cmocka_unit_test(test_concat),
	};

	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
