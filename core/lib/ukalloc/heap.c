/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The heap: blocks with boundary tags inside of chunks of pages. Free blocks
 * hang in lists by size; two levels of bit maps find the smallest list that
 * certainly fits, so allocation and release take constant time. A chunk whose
 * blocks are all free goes back to the page allocator, except for one.
 *
 * A block starts with the size of the block before it, which is only valid
 * while that one is free and otherwise belongs to it; so the overhead of a
 * block in use is 8 bytes.
 */
#include <stdbool.h>
#include <stdint.h>
#include <uk/alloc.h>
#include <uk/assert.h>
#include <uk/essentials.h>

#include "internal.h"

#define ALIGN       16ul
#define HEADER      16ul /* offset of the memory of a block */
#define MIN_BLOCK   32ul /* a free block: header and two links */
#define CHUNK_PAGES 16ul
#define MAX_SIZE    (1ul << 44)

#define USED      1ul /* flags in block.size */
#define PREV_USED 2ul
#define FIRST     4ul /* first block of a chunk */
#define FLAGS     15ul

/* 4 lists for each power of two: at most a fifth is wasted by rounding */
#define SUB_BITS  2
#define SUBS      (1u << SUB_BITS)
#define MIN_SHIFT 5 /* MIN_BLOCK */
#define CLASSES   42

struct block {
	size_t prev_size;
	size_t size;
	struct block *next; /* only while free */
	struct block *prev;
};

static struct block *lists[CLASSES][SUBS];
static uint64_t class_map;
static uint8_t sub_maps[CLASSES];
static size_t free_bytes;
static struct block *spare; /* the one empty chunk that is kept */

static size_t size_of(const struct block *b)
{
	return b->size & ~FLAGS;
}

static struct block *next_of(const struct block *b)
{
	return (struct block *)((uintptr_t)b + size_of(b));
}

static struct block *block_of(const void *p)
{
	return (struct block *)((uintptr_t)p - HEADER);
}

static void *memory_of(struct block *b)
{
	return (char *)b + HEADER;
}

static void class_of(size_t size, unsigned *c, unsigned *s)
{
	unsigned top = 63 - (unsigned)__builtin_clzl(size);

	*c = top - MIN_SHIFT;
	*s = (size >> (top - SUB_BITS)) & (SUBS - 1);
}

static void list_add(struct block *b)
{
	unsigned c, s;

	class_of(size_of(b), &c, &s);
	b->next = lists[c][s];
	b->prev = NULL;
	if (b->next)
		b->next->prev = b;
	lists[c][s] = b;
	class_map |= 1ull << c;
	sub_maps[c] |= (uint8_t)(1u << s);
	free_bytes += size_of(b);
}

static void list_remove(struct block *b)
{
	unsigned c, s;

	class_of(size_of(b), &c, &s);
	if (b->next)
		b->next->prev = b->prev;
	if (b->prev)
		b->prev->next = b->next;
	else
		lists[c][s] = b->next;
	if (!lists[c][s]) {
		sub_maps[c] &= (uint8_t) ~(1u << s);
		if (!sub_maps[c])
			class_map &= ~(1ull << c);
	}
	free_bytes -= size_of(b);
}

/* A free block of at least @size bytes, taken out of its list; or NULL. */
static struct block *list_take(size_t size)
{
	unsigned top = 63 - (unsigned)__builtin_clzl(size);
	unsigned c, s;
	unsigned subs;
	uint64_t classes;
	struct block *b;

	/* What was freed last often has just the size asked for */
	class_of(size, &c, &s);
	b = lists[c][s];
	if (b && size_of(b) >= size) {
		list_remove(b);
		return b;
	}
	/* Round up to the next list: each of its blocks fits */
	class_of(size + (1ul << (top - SUB_BITS)) - 1, &c, &s);
	subs = sub_maps[c] & (0xffu << s);
	if (!subs) {
		classes = class_map & ~((2ull << c) - 1);
		if (!classes)
			return NULL;
		c = (unsigned)__builtin_ctzl(classes);
		subs = sub_maps[c];
	}
	b = lists[c][__builtin_ctz(subs)];
	list_remove(b);
	return b;
}

/* Free: tells the block behind; used: takes back what it was told. */
static void mark(struct block *b, bool used)
{
	struct block *next = next_of(b);

	if (used) {
		b->size |= USED;
		next->size |= PREV_USED;
	} else {
		b->size &= ~USED;
		next->size &= ~PREV_USED;
		next->prev_size = size_of(b);
	}
}

/* Makes a block of all but @size bytes of @b and returns it, marked as used */
static struct block *cut(struct block *b, size_t size)
{
	struct block *rest = (void *)((char *)b + size);

	rest->size = (size_of(b) - size) | USED | PREV_USED;
	b->size = size | (b->size & FLAGS);
	return rest;
}

static void release(struct block *b);

/* Gives back what lies behind the first @size bytes, if it is worth it. */
static void trim(struct block *b, size_t size)
{
	if (size_of(b) >= size + MIN_BLOCK)
		release(cut(b, size));
}

static bool is_whole_chunk(const struct block *b)
{
	/* The end of a chunk is a used block without memory */
	return b->size & FIRST && size_of(next_of(b)) == 0;
}

static void chunk_free(struct block *b)
{
	uk_pfree(b, (size_of(b) + HEADER) / UK_PAGE_SIZE);
}

static struct block *chunk_alloc(size_t size)
{
	unsigned long pages = (size + HEADER + UK_PAGE_SIZE - 1) / UK_PAGE_SIZE;
	struct block *b = NULL;

	if (pages < CHUNK_PAGES) {
		b = uk_palloc(CHUNK_PAGES);
		if (b)
			pages = CHUNK_PAGES;
	}
	if (!b)
		b = uk_palloc(pages);
	if (!b)
		return NULL;
	b->size = (pages * UK_PAGE_SIZE - HEADER) | FIRST | PREV_USED;
	next_of(b)->size = USED;
	return b;
}

static void release(struct block *b)
{
	struct block *next = next_of(b);

	if (!(next->size & USED)) {
		list_remove(next);
		b->size += size_of(next);
	}
	if (!(b->size & PREV_USED)) {
		struct block *prev = (void *)((char *)b - b->prev_size);

		list_remove(prev);
		prev->size += size_of(b);
		b = prev;
	}
	mark(b, false);
	if (is_whole_chunk(b)) {
		if (spare || size_of(b) > CHUNK_PAGES * UK_PAGE_SIZE) {
			chunk_free(b);
			return;
		}
		spare = b;
	}
	list_add(b);
}

static size_t block_size(size_t size)
{
	return UK_MAX(UK_ALIGN_UP(size + HEADER / 2, ALIGN), MIN_BLOCK);
}

void *uk_heap_alloc(size_t align, size_t size)
{
	size_t need, want;
	uintptr_t memory, aligned;
	struct block *b;

	if (size > MAX_SIZE || align > MAX_SIZE)
		return NULL;
	need = block_size(size);
	want = align > ALIGN ? need + align + MIN_BLOCK : need;
	b = list_take(want);
	if (!b)
		b = chunk_alloc(want);
	if (!b)
		return NULL;
	if (b == spare)
		spare = NULL;
	mark(b, true);
	memory = (uintptr_t)memory_of(b);
	aligned = UK_ALIGN_UP(memory, UK_MAX(align, ALIGN));
	if (aligned != memory) {
		struct block *front = b;

		if (aligned - memory < MIN_BLOCK)
			aligned += align;
		b = cut(front, aligned - memory);
		release(front);
	}
	trim(b, need);
	return memory_of(b);
}

/* Cheap checks that catch most stray and double frees. */
static struct block *checked(const void *p)
{
	struct block *b = block_of(p);

	if ((uintptr_t)p % ALIGN || !(b->size & USED) ||
	    size_of(b) < MIN_BLOCK || !(next_of(b)->size & PREV_USED))
		uk_panic("UK9004: %p is not allocated, or its block was "
			 "overwritten",
			 p);
	return b;
}

void uk_heap_free(void *p)
{
	release(checked(p));
}

size_t uk_heap_usable(const void *p)
{
	return size_of(checked(p)) - HEADER / 2;
}

int uk_heap_resize(void *p, size_t size)
{
	struct block *b = checked(p);
	struct block *next = next_of(b);
	size_t need;

	if (size > MAX_SIZE)
		return false;
	need = block_size(size);
	if (need > size_of(b)) {
		if (next->size & USED || size_of(b) + size_of(next) < need)
			return false;
		list_remove(next);
		b->size += size_of(next);
		mark(b, true);
	}
	trim(b, need);
	return true;
}

size_t uk_heap_free_bytes(void)
{
	return free_bytes;
}
