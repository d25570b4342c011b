#include <UnikraftLibrary.1.h>

int unikraft_library_add(int a, int b)
{
	return a + b;
}
