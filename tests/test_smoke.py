def test_app_starts(app, cast, client):
    assert client.get("/healthz", check=False).status_code == 503
