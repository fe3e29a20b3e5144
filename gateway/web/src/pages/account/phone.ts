/** A Korean number as people write it, in E.164; spaces, dots, dashes and brackets go. */
export function internationalised(phone: string): string {
  return phone.replace(/[\s().-]/g, "").replace(/^0(?=\d)/, "+82");
}
