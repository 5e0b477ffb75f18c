from django.urls import path

from congvu.orgs.views import people, roles, saved_views, search, seat, setup, units

app_name = "orgs"
urlpatterns = [
    path("tim/", search.search, name="search"),
    path("don-vi/", units.chart, name="chart"),
    path("don-vi/tai-ve/", units.export, name="export"),
    path("don-vi/so-sanh/", units.comparison, name="comparison"),
    path("don-vi/<int:unit_id>/", units.detail, name="unit"),
    path("don-vi/<int:unit_id>/tham-gia/", units.take_part, name="take_part"),
    path("don-vi/<int:unit_id>/tham-gia/<int:part_id>/cham-dut/", units.end_part, name="end_part"),
    path("nguoi-dung/", people.people_list, name="people"),
    path("nguoi-dung/tai-ve/", people.people_export, name="people_export"),
    path("nguoi-dung/moi/", people.new_person, name="new_person"),
    path("nguoi-dung/vai-tro/", roles.role_list, name="roles"),
    path("nguoi-dung/vai-tro/<slug:code>/quyen/", roles.change_role, name="change_role"),
    path("nguoi-dung/vai-tro/<slug:code>/hai-buoc/", roles.second_factor, name="second_factor"),
    path("nguoi-dung/<int:person_id>/", people.person, name="person"),
    path("nguoi-dung/<int:person_id>/tai-khoan/", people.account, name="account"),
    path("nguoi-dung/<int:person_id>/mat-khau/", people.password, name="password"),
    path("nguoi-dung/<int:person_id>/khoa/", people.bar, name="bar"),
    path("nguoi-dung/<int:person_id>/mo-khoa/", people.allow, name="allow"),
    path("nguoi-dung/<int:person_id>/hai-buoc/go/", people.remove_second_factor, name="remove_second_factor"),
    path("nguoi-dung/<int:person_id>/vi-tri/", people.grant, name="grant"),
    path("nguoi-dung/<int:person_id>/vi-tri/<int:position_id>/cham-dut/", people.end_position, name="end_position"),
    path("nguoi-dung/<int:person_id>/vi-tri/<int:position_id>/pham-vi/", people.narrow, name="narrow"),
    path("nguoi-dung/<int:person_id>/lam-thay/", people.appoint, name="appoint"),
    path("nguoi-dung/<int:person_id>/lam-thay/<int:stand_in_id>/cham-dut/", people.end_stand_in, name="end_stand_in"),
    path("-/don-vi-lam-viec/", seat.switch, name="seat"),
    path("-/cach-xem/<slug:list_key>/", saved_views.keep, name="keep_view"),
    path("-/cach-xem/<int:view_id>/ten/", saved_views.rename, name="rename_view"),
    path("-/cach-xem/<int:view_id>/bo/", saved_views.remove, name="remove_view"),
    path("-/cach-xem/<int:view_id>/mac-dinh/", saved_views.default, name="default_view"),
    path("-/thiet-lap/", setup.first_run, name="setup"),
    path("-/thiet-lap/cac-buoc/", setup.steps, name="setup_steps"),
]
