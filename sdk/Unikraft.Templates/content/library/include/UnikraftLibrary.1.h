#pragma once

/** Adds two numbers. */
int unikraft_library_add(int a, int b);
