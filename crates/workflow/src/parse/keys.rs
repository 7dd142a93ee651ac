//! Builds JSON values and notes keys that occur twice.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::path::Step;

/// The most keys that occur twice that are told one by one.
const MOST_TWICE: usize = 20;

/// Builds a value as serde_json would, and collects keys that occur twice in one object, by the steps to them, last step first.
pub(super) struct Keys<'a>(pub(super) &'a mut Vec<Vec<Step<'static>>>);

impl Keys<'_> {
    /// Whatever was found since there were `before` of them was found below this step.
    fn below(&mut self, before: usize, step: impl Fn() -> Step<'static>) {
        for steps in self.0.iter_mut().skip(before) {
            steps.push(step());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let before = self.0.len();
            let Some(value) = list.next_element_seed(Keys(&mut *self.0))? else {
                break;
            };
            self.below(before, || Step::Index(values.len()));
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let before = self.0.len();
            let value = object.next_value_seed(Keys(&mut *self.0))?;
            self.below(before, || Step::Key(key.clone().into()));
            match values.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(value);
                }
                Entry::Occupied(mut place) => {
                    if self.0.len() < MOST_TWICE {
                        self.0.push(vec![Step::Key(place.key().clone().into())]);
                    }
                    place.insert(value);
                }
            }
        }
        Ok(Value::Object(values))
    }
}
