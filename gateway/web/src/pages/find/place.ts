import { localProblem } from "../../api/problems";
import { t } from "../../i18n";

const OPTIONS: PositionOptions = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };
const DIGITS = 5; // about a metre

/** Where this phone is, as text that a map understands. Throws Problem `location_denied`. */
export function placeHere(): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(localProblem("location_denied"));
    const tell = ({ coords: { latitude, longitude, accuracy } }: GeolocationPosition) =>
      resolve(
        t("find.contact.coordinates", {
          latitude: latitude.toFixed(DIGITS),
          longitude: longitude.toFixed(DIGITS),
          metres: Math.ceil(accuracy),
        }),
      );
    if (navigator.geolocation) navigator.geolocation.getCurrentPosition(tell, fail, OPTIONS);
    else fail();
  });
}
