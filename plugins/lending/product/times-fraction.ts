/** Exact product of two decimal strings that are not negative. */
export function timesFraction(a: string, b: string): string {
  const scale = (text: string): [bigint, number] => {
    const [whole = '0', part = ''] = text.split('.');
    return [BigInt(whole + part), part.length];
  };
  const [left, leftDecimals] = scale(a);
  const [right, rightDecimals] = scale(b);
  const decimals = leftDecimals + rightDecimals;
  const digits = (left * right).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${digits.slice(0, point)}.${digits.slice(point) || '0'}`;
}
