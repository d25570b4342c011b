/* SPDX-License-Identifier: BSD-3-Clause */
/* Date and time of the CMOS clock (MC146818 data sheet). */
#include <uk/io.h>

#include "internal.h"

#define CMOS_INDEX  0x70
#define CMOS_DATA   0x71
#define REG_SECONDS 0
#define REG_MINUTES 2
#define REG_HOURS   4
#define REG_DAY     7
#define REG_MONTH   8
#define REG_YEAR    9
#define REG_A       10
#define REG_B       11
#define REG_CENTURY 0x32
#define A_UPDATING  0x80
#define B_24_HOURS  0x02
#define B_BINARY    0x04
#define HOUR_PM     0x80
#define MAX_POLLS   100000 /* an update takes 2 ms at most */

struct date {
	unsigned second, minute, hour, day, month, year, century;
};

static uint8_t cmos(uint8_t reg)
{
	uk_outb(CMOS_INDEX, reg);
	return uk_inb(CMOS_DATA);
}

static struct date read_date(void)
{
	return (struct date){cmos(REG_SECONDS), cmos(REG_MINUTES),
			     cmos(REG_HOURS),   cmos(REG_DAY),
			     cmos(REG_MONTH),   cmos(REG_YEAR),
			     cmos(REG_CENTURY)};
}

static unsigned from_bcd(unsigned v)
{
	return (v >> 4) * 10 + (v & 15);
}

static void decode(struct date *d, uint8_t mode)
{
	bool pm = d->hour & HOUR_PM;

	d->hour &= ~HOUR_PM;
	if (!(mode & B_BINARY)) {
		d->second = from_bcd(d->second);
		d->minute = from_bcd(d->minute);
		d->hour = from_bcd(d->hour);
		d->day = from_bcd(d->day);
		d->month = from_bcd(d->month);
		d->year = from_bcd(d->year);
		d->century = from_bcd(d->century);
	}
	if (!(mode & B_24_HOURS))
		d->hour = d->hour % 12 + (pm ? 12 : 0);
	d->year +=
		(d->century >= 19 && d->century <= 30 ? d->century : 20) * 100;
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar: years that start
 * in March put the leap day at their end. */
static uint64_t days(const struct date *d)
{
	unsigned y = d->month > 2 ? d->year : d->year - 1;
	unsigned m = (d->month + 9) % 12;

	return 365ull * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 +
	       d->day - 1 - 719468;
}

uint64_t kvm_rtc_seconds(void)
{
	struct date d;
	unsigned polls = 0;

	/* A register that always reads ones: no clock (status D is 0x80) */
	if (cmos(REG_B) == 0xff)
		return 0;
	do {
		while (cmos(REG_A) & A_UPDATING && polls < MAX_POLLS)
			polls++;
		d = read_date();
		/* Read across a change of the second: once more */
	} while (cmos(REG_SECONDS) != d.second && polls++ < MAX_POLLS);
	decode(&d, cmos(REG_B));
	if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
		return 0;
	return days(&d) * 86400 + d.hour * 3600 + d.minute * 60 + d.second;
}
