// AssemblyScript: `npm run kernel` compiles it into ../product-kernel.ts. Addresses and strides are in bytes, sizes in
// numbers. Sums stay in vector registers, which takes variables of their own: a loop over them would go through memory.

/** Adds a vector to the four numbers at an address. */
@inline
function addTo(at: usize, sums: v128): void {
  v128.store(at, f32x4.add(v128.load(at), sums));
}

/** sums + x * y, rounded after each operation, as IEEE 754 fixes it: no fused operation. */
@inline
function sumUp(sums: v128, x: v128, y: v128): v128 {
  return f32x4.add(sums, f32x4.mul(x, y));
}

/** Four rows and eight columns of C += A B. */
@inline
function addBand(a: usize, b: usize, c: usize, inner: i32, aRow: usize, aColumn: usize, bRow: usize, cRow: usize): void {
  let s00 = f32x4.splat(0), s10 = s00, s20 = s00, s30 = s00;
  let s01 = s00, s11 = s00, s21 = s00, s31 = s00;
  let a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  for (let step = 0; step < inner; step++) {
    const left = v128.load(b), right = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    s00 = sumUp(s00, x, left);
    s01 = sumUp(s01, x, right);
    x = v128.load_splat<f32>(a1);
    s10 = sumUp(s10, x, left);
    s11 = sumUp(s11, x, right);
    x = v128.load_splat<f32>(a2);
    s20 = sumUp(s20, x, left);
    s21 = sumUp(s21, x, right);
    x = v128.load_splat<f32>(a3);
    s30 = sumUp(s30, x, left);
    s31 = sumUp(s31, x, right);
    a += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    b += bRow;
  }
  addTo(c, s00);
  addTo(c + 16, s01);
  addTo(c + cRow, s10);
  addTo(c + cRow + 16, s11);
  addTo(c + 2 * cRow, s20);
  addTo(c + 2 * cRow + 16, s21);
  addTo(c + 3 * cRow, s30);
  addTo(c + 3 * cRow + 16, s31);
}

/** One row and eight columns of C += A B. */
@inline
function addRow(a: usize, b: usize, c: usize, inner: i32, aColumn: usize, bRow: usize): void {
  let left = f32x4.splat(0), right = left;
  for (let step = 0; step < inner; step++) {
    const x = v128.load_splat<f32>(a);
    left = sumUp(left, x, v128.load(b));
    right = sumUp(right, x, v128.load(b, 16));
    a += aColumn;
    b += bRow;
  }
  addTo(c, left);
  addTo(c + 16, right);
}

/** C += A B; the columns of B and C are a multiple of eight. */
export function run(
  a: usize, b: usize, c: usize,
  rows: usize, inner: i32, columns: usize,
  aRow: usize, aColumn: usize, bRow: usize, cRow: usize,
): void {
  let row: usize = 0;
  for (; row + 4 <= rows; row += 4) {
    for (let column: usize = 0; column < columns; column += 8) {
      addBand(a + row * aRow, b + column * 4, c + row * cRow + column * 4, inner, aRow, aColumn, bRow, cRow);
    }
  }
  for (; row < rows; row++) {
    for (let column: usize = 0; column < columns; column += 8) {
      addRow(a + row * aRow, b + column * 4, c + row * cRow + column * 4, inner, aColumn, bRow);
    }
  }
}
