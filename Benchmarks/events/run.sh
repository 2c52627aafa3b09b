#!/usr/bin/env bash
# The event path beside polling and spinning, all in one program.
exec "$KILOWATCH" bench events --quiet
