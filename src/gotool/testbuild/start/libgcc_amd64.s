// The one function of libgcc that the race detector of runtime/race calls. Where it is
// defined here, the linker need not look for libgcc, for which it asks gcc where it is
// and goes three times through all symbols of the program: a quarter of linking.
//
// A version of Go whose race detector calls others does not link so, and testbuild
// leaves the binary to the go command.

#include "textflag.h"

// int __popcountdi2(uint64_t DI), by the calling convention of C: the number of bits
// that are set, counted in pairs, in nibbles, in bytes, and all bytes at once.
TEXT __popcountdi2(SB), NOSPLIT, $0
	MOVQ DI, AX
	SHRQ $1, AX
	MOVQ $0x5555555555555555, CX
	ANDQ CX, AX
	SUBQ AX, DI
	MOVQ $0x3333333333333333, CX
	MOVQ DI, AX
	ANDQ CX, AX
	SHRQ $2, DI
	ANDQ CX, DI
	ADDQ DI, AX
	MOVQ AX, DI
	SHRQ $4, DI
	ADDQ DI, AX
	MOVQ $0x0f0f0f0f0f0f0f0f, CX
	ANDQ CX, AX
	MOVQ $0x0101010101010101, CX
	IMULQ CX, AX
	SHRQ $56, AX
	RET

// func popcount(x uint64) int64
TEXT ·popcount(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), DI
	CALL __popcountdi2(SB)
	MOVQ AX, ret+8(FP)
	RET
