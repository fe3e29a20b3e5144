// Made by `npm run api` from the OpenAPI document. Do not edit.
export interface paths {
    "/api/v1/contacts/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What a finder wrote, and what was answered. */
        get: operations["contacts_answer_retrieve"];
        put?: never;
        /** @description Answer, once: the finder reads it. */
        post: operations["contacts_answer_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Register a dog: the task ends in `registered`, `already_registered`, `rejected`, or in `needs_review`:
         *     it resembles another dog; staff looks at both, and the owner is told by mail.
         */
        post: operations["dogs_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/{dog_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own dog. */
        get: operations["dogs_retrieve"];
        put?: never;
        post?: never;
        /** @description Erase the dog and its photos; its prints are forgotten. */
        delete: operations["dogs_destroy"];
        options?: never;
        head?: never;
        /** @description One's own dog. */
        patch: operations["dogs_partial_update"];
        trace?: never;
    };
    "/api/v1/dogs/{dog_id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The profile photo of one's own dog. */
        get: operations["dogs_photo_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/breeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The breeds that a dog can be of. */
        get: operations["dogs_breeds_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/by-number/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whose number is this? Typed in any case, with or without spaces and dashes. */
        get: operations["dogs_by_number_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Look for the dog with this nose: the task ends in `match`, `possible`, `not_registered` or `rejected`. */
        post: operations["lookups_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own lookup, or one that was made without an account. */
        get: operations["lookups_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was written to the owner, and the owner's answer. */
        get: operations["lookups_contact_retrieve"];
        put?: never;
        /** @description After a `match`: write to the owner, once, within a day. The owner answers to `reply_to`, or here. */
        post: operations["lookups_contact_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/dog-photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At `match`: the dog, small. */
        get: operations["lookups_dog_photo_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The finder's own photo, as it is stored. */
        get: operations["lookups_photo_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At `match`: the registered nose, small. */
        get: operations["lookups_reference_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A task of one's own; one that was submitted without an account is known by its id alone. */
        get: operations["task_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Is this e-mail address or alias still free? */
        get: operations["users_retrieve"];
        put?: never;
        /** @description Sign up. A letter with a link to verify the e-mail address is sent. */
        post: operations["users_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Log in: an access token for ten minutes, and a refresh token that is used once. */
        post: operations["users_auth_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description End a session. */
        post: operations["users_auth_logout_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Spend a refresh token for a new pair. Sent again within 20 s it gives the same; later, the session ends. */
        post: operations["users_auth_refresh_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["users_me_retrieve"];
        put?: never;
        post?: never;
        /** @description Leave: the account, its dogs, photos and lookups are erased, the prints forgotten. */
        delete: operations["users_me_destroy"];
        options?: never;
        head?: never;
        patch: operations["users_me_partial_update"];
        trace?: never;
    };
    "/api/v1/users/mypage/dogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description My dogs, newest first. */
        get: operations["users_mypage_dogs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/mypage/lookups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description My lookups, newest first. */
        get: operations["users_mypage_lookups_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Mail a link to set a new password; the answer does not tell whether the address is known. */
        post: operations["users_password_reset_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/password/reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Set a new password with the token that was mailed; it ends all sessions. */
        post: operations["users_password_reset_confirm_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Verify an e-mail address with the token that was mailed to it. */
        post: operations["users_verify_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/verify/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Send the letter to verify my e-mail address again, unless it is verified. */
        post: operations["users_verify_resend_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AnswerInput: {
            message: string;
        };
        /** @description A contact as the owner sees it. */
        AnswerOutput: {
            /** @description empty until then */
            answer: string;
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            created_at: string;
            dog: string;
            message: string;
            place: string;
        };
        Availability: {
            available: boolean;
        };
        /**
         * @description * `certain` - certain
         *     * `probable` - probable
         *     * `possible` - possible
         * @enum {string}
         */
        BandEnum: "certain" | "probable" | "possible";
        /** @enum {unknown} */
        BlankEnum: "";
        Breed: {
            code: string;
            english: string;
            korean: string;
        };
        /**
         * @description * `mixed` - Mixed breed
         *     * `unknown` - Unknown
         *     * `jindo` - Korean Jindo
         *     * `sapsaree` - Sapsaree
         *     * `pungsan` - Pungsan
         *     * `donggyeongi` - Donggyeongi
         *     * `jeju_dog` - Jeju dog
         *     * `maltese` - Maltese
         *     * `toy_poodle` - Toy Poodle
         *     * `miniature_poodle` - Miniature Poodle
         *     * `standard_poodle` - Standard Poodle
         *     * `pomeranian` - Pomeranian
         *     * `japanese_spitz` - Japanese Spitz
         *     * `shih_tzu` - Shih Tzu
         *     * `bichon_frise` - Bichon Frise
         *     * `maltipoo` - Maltipoo
         *     * `yorkshire_terrier` - Yorkshire Terrier
         *     * `chihuahua` - Chihuahua
         *     * `papillon` - Papillon
         *     * `pekingese` - Pekingese
         *     * `pug` - Pug
         *     * `dachshund` - Dachshund
         *     * `miniature_schnauzer` - Miniature Schnauzer
         *     * `miniature_pinscher` - Miniature Pinscher
         *     * `cocker_spaniel` - Cocker Spaniel
         *     * `cavalier_king_charles_spaniel` - Cavalier King Charles Spaniel
         *     * `coton_de_tulear` - Coton de Tulear
         *     * `havanese` - Havanese
         *     * `italian_greyhound` - Italian Greyhound
         *     * `bedlington_terrier` - Bedlington Terrier
         *     * `boston_terrier` - Boston Terrier
         *     * `fox_terrier` - Fox Terrier
         *     * `jack_russell_terrier` - Jack Russell Terrier
         *     * `scottish_terrier` - Scottish Terrier
         *     * `west_highland_white_terrier` - West Highland White Terrier
         *     * `bull_terrier` - Bull Terrier
         *     * `american_pit_bull_terrier` - American Pit Bull Terrier
         *     * `american_staffordshire_terrier` - American Staffordshire Terrier
         *     * `staffordshire_bull_terrier` - Staffordshire Bull Terrier
         *     * `french_bulldog` - French Bulldog
         *     * `bulldog` - Bulldog
         *     * `beagle` - Beagle
         *     * `basset_hound` - Basset Hound
         *     * `afghan_hound` - Afghan Hound
         *     * `greyhound` - Greyhound
         *     * `whippet` - Whippet
         *     * `basenji` - Basenji
         *     * `pembroke_welsh_corgi` - Pembroke Welsh Corgi
         *     * `cardigan_welsh_corgi` - Cardigan Welsh Corgi
         *     * `shetland_sheepdog` - Shetland Sheepdog
         *     * `rough_collie` - Rough Collie
         *     * `border_collie` - Border Collie
         *     * `old_english_sheepdog` - Old English Sheepdog
         *     * `australian_shepherd` - Australian Shepherd
         *     * `german_shepherd` - German Shepherd
         *     * `belgian_malinois` - Belgian Malinois
         *     * `shiba_inu` - Shiba Inu
         *     * `akita` - Akita
         *     * `tosa` - Tosa
         *     * `chow_chow` - Chow Chow
         *     * `siberian_husky` - Siberian Husky
         *     * `alaskan_malamute` - Alaskan Malamute
         *     * `samoyed` - Samoyed
         *     * `golden_retriever` - Golden Retriever
         *     * `labrador_retriever` - Labrador Retriever
         *     * `pointer` - Pointer
         *     * `vizsla` - Vizsla
         *     * `weimaraner` - Weimaraner
         *     * `dalmatian` - Dalmatian
         *     * `dobermann` - Dobermann
         *     * `rottweiler` - Rottweiler
         *     * `boxer` - Boxer
         *     * `cane_corso` - Cane Corso
         *     * `great_dane` - Great Dane
         *     * `great_pyrenees` - Great Pyrenees
         *     * `bernese_mountain_dog` - Bernese Mountain Dog
         *     * `saint_bernard` - Saint Bernard
         *     * `newfoundland` - Newfoundland
         * @enum {string}
         */
        BreedEnum: "mixed" | "unknown" | "jindo" | "sapsaree" | "pungsan" | "donggyeongi" | "jeju_dog" | "maltese" | "toy_poodle" | "miniature_poodle" | "standard_poodle" | "pomeranian" | "japanese_spitz" | "shih_tzu" | "bichon_frise" | "maltipoo" | "yorkshire_terrier" | "chihuahua" | "papillon" | "pekingese" | "pug" | "dachshund" | "miniature_schnauzer" | "miniature_pinscher" | "cocker_spaniel" | "cavalier_king_charles_spaniel" | "coton_de_tulear" | "havanese" | "italian_greyhound" | "bedlington_terrier" | "boston_terrier" | "fox_terrier" | "jack_russell_terrier" | "scottish_terrier" | "west_highland_white_terrier" | "bull_terrier" | "american_pit_bull_terrier" | "american_staffordshire_terrier" | "staffordshire_bull_terrier" | "french_bulldog" | "bulldog" | "beagle" | "basset_hound" | "afghan_hound" | "greyhound" | "whippet" | "basenji" | "pembroke_welsh_corgi" | "cardigan_welsh_corgi" | "shetland_sheepdog" | "rough_collie" | "border_collie" | "old_english_sheepdog" | "australian_shepherd" | "german_shepherd" | "belgian_malinois" | "shiba_inu" | "akita" | "tosa" | "chow_chow" | "siberian_husky" | "alaskan_malamute" | "samoyed" | "golden_retriever" | "labrador_retriever" | "pointer" | "vizsla" | "weimaraner" | "dalmatian" | "dobermann" | "rottweiler" | "boxer" | "cane_corso" | "great_dane" | "great_pyrenees" | "bernese_mountain_dog" | "saint_bernard" | "newfoundland";
        ContactInput: {
            message: string;
            /** @description where, in words */
            place?: string;
            /** @description where the answer is sent; not shown to the owner */
            reply_to?: string;
        };
        /** @description As the finder sees it. */
        ContactOutput: {
            /** @description empty until then */
            answer: string;
            /** Format: date-time */
            answered_at: string | null;
            /** @description whether the answer is sent to reply_to */
            readonly by_mail: boolean;
            /** Format: date-time */
            created_at: string;
            message: string;
            place: string;
        };
        Credentials: {
            email: string;
            password: string;
        };
        /** @description A dog as its owner sees it. */
        Dog: {
            /** @description the last four digits */
            animal_number: string;
            birth_year?: number | null;
            breed: string;
            coat_colour?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            readonly id: string;
            marks?: string;
            name: string;
            neutered?: boolean | null;
            nose_photos: components["schemas"]["NosePhoto"][];
            number: string | null;
            /** Format: uri */
            readonly photo_url: string | null;
            /** @description whether finders can write to me: not before my e-mail is verified */
            reachable: boolean;
            /** Format: date-time */
            registered_at?: string | null;
            rejection?: components["schemas"]["RejectionEnum"] | components["schemas"]["BlankEnum"];
            sex: components["schemas"]["SexEnum"];
            state?: components["schemas"]["DogStateEnum"];
        };
        DogOutput: {
            breed: string;
            name: string;
            number: string;
            owner: components["schemas"]["OwnerOutput"];
            /** Format: uri */
            photo_url: string;
        };
        /**
         * @description * `pending` - Pending
         *     * `registered` - Registered
         *     * `rejected` - Rejected
         *     * `needs_review` - Needs Review
         * @enum {string}
         */
        DogStateEnum: "pending" | "registered" | "rejected" | "needs_review";
        EvidenceOutput: {
            /** Format: uri */
            photo_url: string;
            /** @description x1, y1 on the photo at photo_url, x2, y2 on that at reference_url, as fractions */
            points: number[][];
            /** Format: uri */
            reference_url: string;
        };
        /**
         * @description * `ko` - Korean
         *     * `en` - English
         * @enum {string}
         */
        LanguageEnum: "ko" | "en";
        LinkInput: {
            /** @description from the link in the mail */
            token: string;
        };
        LookupInput: {
            /** Format: double */
            latitude?: number;
            /** Format: double */
            longitude?: number;
            /** Format: uri */
            nose_photo: string;
            /** @description where, in words */
            place?: string;
        };
        /** @description Describes lookup_body. */
        LookupOutput: {
            /** Format: date-time */
            answered_at: string | null;
            band: components["schemas"]["BandEnum"] | components["schemas"]["NullEnum"];
            /** Format: date-time */
            created_at: string;
            dog: components["schemas"]["DogOutput"] | null;
            evidence: components["schemas"]["EvidenceOutput"] | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            lookup_id: string;
            outcome: components["schemas"]["OutcomeEnum"] | components["schemas"]["NullEnum"];
            /**
             * Format: uri
             * @description null once a rejected photo was deleted
             */
            photo_url: string | null;
            photos?: components["schemas"]["PhotoOutput"][];
            place: components["schemas"]["PlaceOutput"] | null;
            state: components["schemas"]["LookupOutputStateEnum"];
        };
        /**
         * @description * `pending` - Pending
         *     * `answered` - Answered
         *     * `failed` - Failed
         * @enum {string}
         */
        LookupOutputStateEnum: "pending" | "answered" | "failed";
        /** @description A dog as anybody sees it who holds its number. */
        MaskedDog: {
            breed: string;
            name: string;
            number: string;
            readonly owner: {
                [key: string]: string;
            };
        };
        NosePhoto: {
            /** @description 0 to 4 */
            index: number;
            /** @description 0 to 100 */
            quality?: number | null;
            reasons?: unknown;
        };
        NullEnum: null;
        /**
         * @description * `match` - Match
         *     * `possible` - Possible
         *     * `not_registered` - Not Registered
         *     * `rejected` - Rejected
         * @enum {string}
         */
        OutcomeEnum: "match" | "possible" | "not_registered" | "rejected";
        OwnerOutput: {
            /** @description masked: `K**` */
            display: string;
            /**
             * Format: email
             * @description only if the owner opted in
             */
            email: string | null;
            /** @description only if the owner opted in */
            phone: string | null;
            /** @description whether a message would arrive: the owner's e-mail is verified */
            reachable: boolean;
        };
        PaginatedDogList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["Dog"][];
        };
        PaginatedLookupOutputList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["LookupOutput"][];
        };
        /** @description What an owner says of a dog. With `partial=True`: what changes. */
        PatchedDogChange: {
            animal_number?: string;
            birth_year?: number | null;
            breed?: components["schemas"]["BreedEnum"];
            coat_colour?: string;
            marks?: string;
            name?: string;
            neutered?: boolean | null;
            /** Format: uri */
            profile_photo?: string | null;
            sex?: components["schemas"]["SexEnum"];
        };
        PatchedProfileChange: {
            alias?: string;
            current_password?: string;
            language?: components["schemas"]["LanguageEnum"];
            password?: string;
            phone?: string;
            show_email?: boolean;
            show_phone?: boolean;
        };
        PhotoOutput: {
            index: number;
            quality: number;
            reasons: string[];
        };
        PlaceOutput: {
            /** Format: double */
            latitude: number | null;
            /** Format: double */
            longitude: number | null;
            text: string;
        };
        /** @description RFC 9457 */
        Problem: {
            /** @enum {string} */
            code: "address_too_long" | "alias_taken" | "authentication_failed" | "bad_request" | "body_too_large" | "contact_answered" | "contact_closed" | "contact_exists" | "contact_limit" | "contact_without_match" | "csrf_failed" | "database_unavailable" | "duplicate_photo" | "email_taken" | "gone" | "headers_too_large" | "idempotency_key_invalid" | "idempotency_key_reused" | "link_not_valid" | "malformed_request" | "method_not_allowed" | "not_acceptable" | "not_authenticated" | "not_found" | "overloaded" | "owner_unreachable" | "permission_denied" | "photo_animated" | "photo_heic" | "photo_not_readable" | "photo_too_large" | "photo_too_many_pixels" | "photo_too_small" | "request_timeout" | "review_decided" | "server_error" | "server_timeout" | "server_unavailable" | "server_unreachable" | "throttled" | "token_not_valid" | "unsupported_media_type" | "validation_failed" | "wrong_credentials" | "wrong_password";
            detail?: string;
            /** @description what is wrong with which field */
            errors?: {
                [key: string]: {
                    code: string;
                    detail?: string;
                    /** @description of the item at fault in a list, from 0 */
                    index?: number;
                }[];
            };
            status: number;
            /** @description for people, in Korean or English by Accept-Language */
            title: string;
            /** Format: uri */
            type: string;
        };
        Profile: {
            alias: string;
            /** Format: date-time */
            created_at: string;
            /** Format: email */
            email: string;
            /** @description until it is, finders cannot reach this owner */
            email_verified: boolean;
            /** Format: uuid */
            readonly id: string;
            language?: components["schemas"]["LanguageEnum"];
            /** @description E.164 */
            phone?: string;
            /** @description finders of a matched dog see the e-mail address */
            show_email?: boolean;
            /** @description finders of a matched dog see the phone number */
            show_phone?: boolean;
            /** @description accepted at sign-up */
            terms_version?: string;
        };
        RefreshInput: {
            /** @description left out in cookie mode */
            refresh?: string;
        };
        /** @description What an owner says of a dog. With `partial=True`: what changes. */
        Registration: {
            animal_number?: string;
            birth_year?: number | null;
            breed: components["schemas"]["BreedEnum"];
            coat_colour?: string;
            marks?: string;
            name: string;
            neutered?: boolean | null;
            /** @description five */
            nose_photos: string[];
            /** Format: uri */
            profile_photo: string;
            sex: components["schemas"]["SexEnum"];
        };
        /**
         * @description * `photos` - Photos
         *     * `already_registered` - Already Registered
         *     * `failed` - Failed
         * @enum {string}
         */
        RejectionEnum: "photos" | "already_registered" | "failed";
        ResetInput: {
            password: string;
            /** @description from the link in the mail */
            token: string;
        };
        ResetRequest: {
            /** Format: email */
            email: string;
        };
        /**
         * @description * `male` - Male
         *     * `female` - Female
         *     * `unknown` - Unknown
         * @enum {string}
         */
        SexEnum: "male" | "female" | "unknown";
        SignUp: {
            alias: string;
            /** Format: email */
            email: string;
            language?: components["schemas"]["LanguageEnum"];
            password: string;
            phone?: string;
            show_email?: boolean;
            show_phone?: boolean;
            /** @description the version of the terms that is accepted */
            terms_version: string;
        };
        Task: {
            /** Format: date-time */
            created_at: string;
            /** @description once it has failed */
            error: components["schemas"]["TaskError"] | null;
            /** Format: date-time */
            finished_at: string | null;
            /** Format: uuid */
            id: string;
            /** @description `dog.register`, `dog.enrol`, `dog.lookup` or `dog.forget` */
            kind: string;
            /** @description once it has succeeded, such as `registered` or `match` */
            outcome: string | null;
            /** @description place in the queue, from 1 to 1000 (or more), while queued */
            position: number | null;
            /** @description once it has succeeded; its fields go by kind and outcome */
            result: {
                [key: string]: unknown;
            } | null;
            state: components["schemas"]["TaskStateEnum"];
        };
        TaskError: {
            /** @description stable, for programs */
            code: string;
            /** @description for people, in Korean or English */
            title: string;
        };
        /**
         * @description * `queued` - queued
         *     * `running` - running
         *     * `succeeded` - succeeded
         *     * `failed` - failed
         * @enum {string}
         */
        TaskStateEnum: "queued" | "running" | "succeeded" | "failed";
        Tokens: {
            access: string;
            /** @description left out in cookie mode */
            refresh?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    contacts_answer_retrieve: {
        parameters: {
            query: {
                format?: "json" | "page";
                /** @description from the mail to the owner */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerOutput"];
                    "text/html": components["schemas"]["AnswerOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    contacts_answer_create: {
        parameters: {
            query: {
                format?: "json" | "page";
                /** @description from the mail to the owner */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerInput"];
                "application/x-www-form-urlencoded": components["schemas"]["AnswerInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerOutput"];
                    "text/html": components["schemas"]["AnswerOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dogs_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Registration"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dogs_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dog"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dogs_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dogs_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedDogChange"];
                "multipart/form-data": components["schemas"]["PatchedDogChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dog"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dogs_photo_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dogs_breeds_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Breed"][];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dogs_by_number_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaskedDog"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookups_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["LookupInput"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookups_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookupOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookups_contact_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookups_contact_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactInput"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookups_dog_photo_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookups_photo_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookups_reference_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    task_get: {
        parameters: {
            query?: {
                /** @description Seconds, at most 10, to wait for the task to end or, with If-None-Match, to change. */
                wait?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_retrieve: {
        parameters: {
            query: {
                /**
                 * @description * `email` - email
                 *     * `alias` - alias
                 */
                case: "email" | "alias";
                value: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUp"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_auth_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The refresh token travels in an HttpOnly cookie instead of the body; for browsers of this origin. */
                "X-Token-Mode"?: "cookie";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_auth_logout_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The refresh token travels in an HttpOnly cookie instead of the body; for browsers of this origin. */
                "X-Token-Mode"?: "cookie";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshInput"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_auth_refresh_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The refresh token travels in an HttpOnly cookie instead of the body; for browsers of this origin. */
                "X-Token-Mode"?: "cookie";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_me_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_me_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_me_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProfileChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_mypage_dogs_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDogList"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_mypage_lookups_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedLookupOutputList"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_password_reset_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description No response body */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_password_reset_confirm_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetInput"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_verify_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkInput"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_verify_resend_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
