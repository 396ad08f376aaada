//! Secret types cannot be printed, copied or serialised, and are wiped on drop (spec §16.3, §16.5). The compiler checks
//! it: if one of them gained such a trait, the call below would be ambiguous and this file would not build.

use portal_crypto::{BreachProbe, ItemKey, MasterKey, OrgKey, ProviderKey, ServerHash, StretchedKey, UserKey};
use zeroize::ZeroizeOnDrop;

macro_rules! none_implements {
    ($bound:path: $($secret:ty),+) => {{
        trait AmbiguousIfImplemented<Marker> {
            fn lacking() -> bool {
                true
            }
        }
        struct Implemented;
        impl<T> AmbiguousIfImplemented<()> for T {}
        impl<T: $bound> AmbiguousIfImplemented<Implemented> for T {}
        let _ = Implemented;
        $(assert!(<$secret as AmbiguousIfImplemented<_>>::lacking());)+
    }};
}

macro_rules! for_all_secrets {
    ($($bound:path),+) => {
        $(none_implements!(
            $bound: UserKey, ProviderKey, OrgKey, ItemKey, StretchedKey, MasterKey, ServerHash, BreachProbe,
            portal_crypto::KeyPair, portal_crypto::RawKeyPair, portal_crypto::Credentials, portal_crypto::NewAccount
        );)+
    };
}

#[test]
fn secrets_cannot_be_printed_copied_or_serialised() {
    for_all_secrets!(std::fmt::Debug, std::fmt::Display, Clone, serde::Serialize);
}

#[test]
fn secrets_are_wiped_on_drop() {
    fn wiped<T: ZeroizeOnDrop>() -> bool {
        std::mem::needs_drop::<T>()
    }
    assert!(wiped::<UserKey>() && wiped::<ProviderKey>() && wiped::<OrgKey>() && wiped::<ItemKey>());
    assert!(wiped::<StretchedKey>() && wiped::<MasterKey>() && wiped::<ServerHash>());
}
